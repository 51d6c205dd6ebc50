import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { describeAccess } from '../access.ts';
import { AccessField } from '../parts/access-field.tsx';
import { useTable } from '../table/table-context.tsx';
import type { AccessLevel, TableChange } from '../table-types.ts';

/** Who may use the table, and whether its changes are live. Both take effect at once and can be undone; `public` asks first. */
export function AccessCard() {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const [asking, setAsking] = createSignal(false);

  async function apply(change: TableChange, undo: TableChange, said: string) {
    setBusy(true);
    setError(undefined);
    try {
      await sdk.tables.update(table().id, change);
      showToast({
        kind: 'success',
        title: said,
        action: { label: 'Undo', run: () => void apply(undo, change, 'Undone.') },
      });
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
      await refresh();
    }
  }
  const setAccess = (access: AccessLevel) =>
    apply({ access }, { access: table().access }, `Access is now “${describeAccess(access).label}”.`);
  const setRealtime = (on: boolean) =>
    void apply({ realtime_enabled: on }, { realtime_enabled: !on }, `Realtime is ${on ? 'on' : 'off'}.`);
  return (
    <Card title="Access and realtime">
      <div class="space-y-4 p-4">
        <AccessField
          value={table().access}
          disabled={busy()}
          onChange={(access) => (access === 'public' ? setAsking(true) : void setAccess(access))}
        />
        <Switch
          label="Realtime"
          hint="Programs and the dashboard see changes of rows as they happen."
          checked={table().realtime_enabled}
          disabled={busy()}
          onChange={setRealtime}
        />
        <ErrorNotice title="Nothing was changed." error={error()} />
      </div>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={`Make ${table().name} public?`}
        action="Make public"
        onConfirm={() => setAccess('public')}
      >
        <p>
          Anyone with the API key can then read all of its rows and add rows, without signing in. The key is
          in every web page and app that uses this system.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
