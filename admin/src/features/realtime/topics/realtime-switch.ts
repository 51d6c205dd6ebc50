import { useSdk } from '../../../app/session/session.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useRefreshTables } from '../../tables/queries.ts';

/** Switches the realtime of a table on, and says so, or why not. Resolves with whether it is on. */
export function useRealtimeSwitch(): (table: { id: string; name: string }) => Promise<boolean> {
  const sdk = useSdk();
  const refresh = useRefreshTables();
  return async ({ id, name }) => {
    try {
      await sdk.tables.update(id, { realtime_enabled: true });
      showToast({ kind: 'success', title: `Realtime of ${name} is on.` });
      return true;
    } catch (error) {
      showToast({
        kind: 'danger',
        title: `Realtime of ${name} was not changed.`,
        detail: describeError(error).message,
      });
      return false;
    } finally {
      void refresh();
    }
  };
}
