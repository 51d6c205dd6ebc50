import { useSearchParams } from '@solidjs/router';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import Send from 'lucide-solid/icons/send';
import { createSignal, Show } from 'solid-js';
import { type Command, useCommands } from '../../../app/commands/commands.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { isOutbound } from '../direction.ts';
import { TryWebhook } from '../try/try-webhook.tsx';
import { useWebhook } from './webhook-context.tsx';

/** The buttons of a webhook's page: pause it, and send it a request. */
export function WebhookActions() {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const [busy, setBusy] = createSignal(false);
  const show = (panel: string | undefined) => setParams({ show: panel }, { replace: true, scroll: false });

  async function setActive(is_active: boolean) {
    setBusy(true);
    try {
      await accept(await sdk.webhooks.update(webhook().id, { is_active }));
      showToast({
        kind: 'success',
        title: wordsOf(is_active),
        action: { label: 'Undo', run: () => void setActive(!is_active) },
      });
    } catch (error) {
      showToast({ kind: 'danger', title: 'Nothing was changed.', detail: describeError(error).message });
    } finally {
      setBusy(false);
    }
  }
  const wordsOf = (is_active: boolean) => {
    if (isOutbound(webhook())) return is_active ? 'Changes are sent again.' : 'No changes are sent now.';
    return is_active ? 'The webhook takes requests again.' : 'The webhook refuses requests now.';
  };
  const toggle = () => ({
    label: webhook().is_active ? 'Pause' : 'Activate',
    run: () => void setActive(!webhook().is_active),
  });
  const test = (): Command => ({
    id: 'webhook:test',
    label: `Send a test request to ${webhook().name}`,
    group: 'Webhook',
    icon: <Send />,
    run: () => show('test'),
  });
  useCommands(() => [
    ...(isOutbound(webhook()) ? [] : [test()]),
    {
      id: 'webhook:active',
      label: `${toggle().label} ${webhook().name}`,
      group: 'Webhook',
      icon: webhook().is_active ? <Pause /> : <Play />,
      run: toggle().run,
    },
  ]);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        busy={busy()}
        icon={webhook().is_active ? <Pause /> : <Play />}
        onClick={toggle().run}
      >
        <span class="max-sm:sr-only">{toggle().label}</span>
      </Button>
      <Show when={!isOutbound(webhook())}>
        <Button size="sm" icon={<Send />} onClick={() => show('test')}>
          <span class="max-sm:sr-only">Send test request</span>
        </Button>
      </Show>
      <SidePanel
        open={params.show === 'test' && !isOutbound(webhook())}
        wide
        onClose={() => show(undefined)}
        title="Test request"
        description={webhook().name}
      >
        <TryWebhook webhook={webhook()} />
      </SidePanel>
    </>
  );
}
