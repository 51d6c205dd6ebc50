import type { Webhook } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import Send from 'lucide-solid/icons/send';
import { createSignal, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { deliveryPath } from '../paths.ts';
import { presetOf } from '../presets/presets.ts';
import { useRefreshWebhooks } from '../queries.ts';
import { curlCommand } from './curl-command.ts';
import { sendTestRequest, type WebhookAnswer } from './send-test-request.ts';

const PLACEHOLDER = 'the secret of the webhook';

interface TryWebhookProps {
  webhook: Webhook;
  /** Known only right after it was made. Without it, the person enters it. */
  secret?: string | undefined;
}

/** Sends a request as the provider would, from this browser, and shows the same as a command. */
export function TryWebhook(props: TryWebhookProps) {
  const refresh = useRefreshWebhooks();
  const preset = () => presetOf(props.webhook.provider);
  const [typed, setTyped] = createSignal('');
  const [event, setEvent] = createSignal(preset().sample.event);
  const [body, setBody] = createSignal(JSON.stringify(preset().sample.body));
  const [answer, setAnswer] = createSignal<WebhookAnswer>();
  const secret = () => props.secret ?? typed().trim();
  const request = () => ({ scheme: preset().id, secret: secret(), event: event(), body: body() });
  const isReady = () => secret() !== '' || !props.webhook.require_signature;
  const form = createSubmission(isReady, async () => {
    setAnswer(undefined);
    setAnswer(await sendTestRequest(props.webhook.webhook_token ?? '', request()));
    await refresh();
  });
  const command = (shown: string) =>
    curlCommand({ ...request(), url: props.webhook.url ?? '', secret: shown });
  return (
    <section class="space-y-3">
      <h3 class="text-sm font-semibold">Try it</h3>
      <form class="space-y-3" onSubmit={form.submit}>
        <Show when={props.secret === undefined}>
          <TextField
            label="Secret"
            type="password"
            value={typed()}
            onInput={setTyped}
            autocomplete="off"
            hint="Signs the request in this browser. The server does not show it: if it is lost, rotate it."
            mono
          />
        </Show>
        <Show when={preset().id === 'github' || preset().id === 'generic'}>
          <TextField label="Event" value={event()} onInput={setEvent} autocomplete="off" mono />
        </Show>
        <TextField label="Body" lines={3} value={body()} onInput={setBody} mono />
        <div class="flex flex-wrap items-center gap-3">
          <Button type="submit" icon={<Send />} busy={form.busy()} disabled={!isReady()}>
            Send test request
          </Button>
          <Show when={answer()}>{(found) => <Answer answer={found()} webhookId={props.webhook.id} />}</Show>
        </div>
        <ErrorNotice title="Nothing was sent." error={form.error()} />
      </form>
      <Code
        label="The same with curl"
        code={command(PLACEHOLDER)}
        copyText={command(secret() || PLACEHOLDER)}
      />
    </section>
  );
}

function Answer(props: { answer: WebhookAnswer; webhookId: string }) {
  return (
    <p role="status" class="flex min-w-0 flex-wrap items-center gap-2 text-sm">
      <Badge tone={props.answer.deliveryId ? 'success' : 'danger'}>{props.answer.status}</Badge>
      <Show when={props.answer.deliveryId} fallback={props.answer.text}>
        {(id) => (
          <>
            Accepted.
            <A href={deliveryPath(props.webhookId, id())} class="text-link hover:underline">
              Show the delivery
            </A>
          </>
        )}
      </Show>
    </p>
  );
}
