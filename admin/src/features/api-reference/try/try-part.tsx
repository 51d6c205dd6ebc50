import Send from 'lucide-solid/icons/send-horizontal';
import { createSignal, onCleanup, Show } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSignedIn } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Keys } from '../../../ui/display/keys.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import type { ApiDocument } from '../contract/openapi.ts';
import type { Operation } from '../contract/operations.ts';
import type { DraftModel } from '../operation/use-draft.ts';
import { pathOf } from '../snippets/call.ts';
import { AnswerView } from './answer-view.tsx';
import { keepAnswer, lastAnswer } from './answers.ts';
import { dangerOf } from './danger.ts';
import { RequestForm } from './request-form.tsx';
import { sendCall } from './send.ts';

/** A form that sends the request to this system, and its last answer. */
export function TryPart(props: { document: ApiDocument; operation: Operation; model: DraftModel }) {
  const { sdk, apiKey } = useSignedIn();
  const [busy, setBusy] = createSignal(false);
  const [asking, setAsking] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const [file, setFile] = createSignal<File>();
  let place!: HTMLDivElement;
  const stopper = new AbortController();
  onCleanup(() => stopper.abort());
  const call = () => props.model.call();
  const needsFile = () => call().body?.kind === 'file';
  const problem = () => {
    const { values } = props.model.draft();
    const missing = props.operation.parameters.find(({ name, required }) => required && !values[name]);
    if (missing) return `Fill in ${missing.name}.`;
    if (props.model.bodyProblem()) return 'The body is not JSON.';
    return needsFile() && !file() ? 'Choose a file first.' : undefined;
  };

  async function send() {
    setBusy(true);
    setError(undefined);
    try {
      const answer = await sendCall(sdk, apiKey, call(), { file: file(), signal: stopper.signal });
      keepAnswer(props.operation.id, answer);
      place.scrollIntoView({ block: 'nearest' });
    } catch (cause) {
      if (!stopper.signal.aborted) setError(cause);
    } finally {
      setBusy(false);
    }
  }
  function ask() {
    if (busy() || problem()) return;
    if (dangerOf(call())) setAsking(true);
    else void send();
  }
  function choose(chosen: File | undefined) {
    setFile(chosen);
    const named = props.operation.parameters.some(({ name }) => name === 'filename');
    if (chosen && named) props.model.setValue('filename', chosen.name);
  }
  useShortcuts([{ keys: 'Mod+Enter', label: 'Send the request', group: 'API', run: ask }]);
  return (
    <div class="space-y-4">
      <Card>
        <div class="space-y-4 p-4">
          <RequestForm
            document={props.document}
            operation={props.operation}
            model={props.model}
            onFile={choose}
            onSend={ask}
          />
          <div class="flex flex-wrap items-center gap-3">
            <Button
              variant="primary"
              icon={<Send />}
              busy={busy()}
              disabled={problem() !== undefined}
              onClick={ask}
            >
              Send
            </Button>
            <Show
              when={problem()}
              fallback={
                <span class="pointer-coarse:hidden">
                  <Keys keys="Mod+Enter" />
                </span>
              }
            >
              <span class="text-sm text-muted">{problem()}</span>
            </Show>
            <Show when={props.model.isChanged()}>
              <Button variant="ghost" onClick={props.model.reset}>
                Reset
              </Button>
            </Show>
          </div>
        </div>
      </Card>
      <ErrorNotice error={error()} title="The request got no answer." onRetry={ask} />
      <div ref={place}>
        <Show when={lastAnswer(props.operation.id)}>{(answer) => <AnswerView answer={answer()} />}</Show>
      </div>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={`${props.operation.title}?`}
        action="Send request"
        onConfirm={send}
      >
        <p>{dangerOf(call())}</p>
        <p class="font-mono text-xs break-all">
          {call().method} {pathOf(call())}
        </p>
      </ConfirmDialog>
    </div>
  );
}
