import type { SelfDBFunction } from '@selfdb/sdk';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { useFunction } from '../page/function-context.tsx';

/** Whether the function answers, and whom. Takes effect at once; `public` asks first. */
export function CallersCard() {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const [asking, setAsking] = createSignal(false);
  async function apply(change: () => Promise<SelfDBFunction>) {
    setBusy(true);
    setError(undefined);
    try {
      await accept(await change());
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  const setPublic = (isPublic: boolean) => apply(() => sdk.functions.update(fn().id, { public: isPublic }));
  return (
    <Card title="State and callers">
      <div class="space-y-4 p-4">
        <Switch
          label="Active"
          hint="An inactive function refuses calls. Triggers wait, but for schedules."
          checked={fn().is_active}
          disabled={busy()}
          onChange={(active) => void apply(() => sdk.functions.setActive(fn().id, active))}
        />
        <Switch
          label="Public"
          hint="Callers need the API key and no token."
          checked={fn().public}
          disabled={busy()}
          onChange={(on) => (on ? setAsking(true) : void setPublic(false))}
        />
        <ErrorNotice title="Nothing was changed." error={error()} />
      </div>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={`Make ${fn().name} public?`}
        action="Make public"
        onConfirm={() => setPublic(true)}
      >
        <p>
          Anyone with the API key can then call it without signing in. The key is in every web page and app
          that uses this system, and the function acts with the rights of its owner.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
