import { createSignal, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from './function-context.tsx';

/** Says that the function answers nobody, and why if it was not a person's choice. */
export function InactiveNotice() {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const [busy, setBusy] = createSignal(false);
  async function activate() {
    setBusy(true);
    try {
      await accept(await sdk.functions.setActive(fn().id, true));
    } catch (error) {
      showToast({
        kind: 'danger',
        title: 'The function was not activated.',
        detail: describeError(error).message,
      });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Show when={!fn().is_active}>
      <div
        role="status"
        class="mx-4 mb-2 flex flex-wrap items-center gap-3 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning sm:mx-6"
      >
        <p class="min-w-0 flex-1 wrap-anywhere">
          <span class="font-medium">The function is not active: calls are refused.</span>{' '}
          {fn().deployment_error ?? ''}
        </p>
        <Button size="sm" busy={busy()} onClick={() => void activate()}>
          Activate
        </Button>
      </div>
    </Show>
  );
}
