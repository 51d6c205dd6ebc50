import type { Cors } from '@selfdb/sdk';
import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { createSignal, For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { refusalOf } from './refusal.ts';
import { useSetOrigins, withoutAll } from './use-set-origins.ts';

/** The listed origins, to add and remove. The server checks a new one. */
export function OriginList(props: { cors: Cors }) {
  const { set, busy } = useSetOrigins();
  const [typed, setTyped] = createSignal('');
  const [problem, setProblem] = createSignal<string>();
  let field: HTMLInputElement | undefined;
  const listed = () => withoutAll(props.cors.origins);

  async function add(event: Event) {
    event.preventDefault();
    const origin = typed().trim();
    if (busy() || origin === '') return;
    if (origin === '*') {
      setProblem('Choose “Any origin” above for all of them.');
      return;
    }
    try {
      await set([...props.cors.origins, origin], `Pages of ${origin} may call now.`, props.cors.origins);
      setTyped('');
    } catch (error) {
      setProblem(refusalOf(error));
    }
    field?.focus();
  }
  async function remove(origin: string) {
    const { origins } = props.cors;
    try {
      const rest = origins.filter((other) => other !== origin);
      await set(rest, `Pages of ${origin} can't call any more.`, origins);
    } catch (error) {
      showToast({ kind: 'danger', title: 'Nothing was changed.', detail: describeError(error).message });
    }
    // The button of the removed entry is gone, and with it the focus.
    field?.focus();
  }

  return (
    <div class="space-y-3">
      <Show
        when={listed().length > 0}
        fallback={
          <p class="text-muted">
            {props.cors.origins.includes('*')
              ? 'No origin is listed. List yours here before you choose “Only listed origins”.'
              : 'No origin is listed. Add the address of your web page below.'}
          </p>
        }
      >
        <ul aria-label="Allowed origins" class="divide-y divide-line rounded-md border border-line">
          <For each={listed()}>
            {(origin) => (
              <li class="flex min-h-10 items-center gap-2 py-1 pr-1 pl-3">
                <code class="min-w-0 flex-1 font-mono text-xs break-all">{origin}</code>
                <IconButton
                  size="sm"
                  label={`Remove ${origin}`}
                  icon={<X />}
                  disabled={busy()}
                  onClick={() => void remove(origin)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <form class="flex items-start gap-2" noValidate onSubmit={add}>
        <TextField
          class="min-w-0 flex-1"
          label="Origin"
          type="url"
          mono
          autocomplete="off"
          placeholder="https://example.com"
          ref={(element) => {
            field = element;
          }}
          value={typed()}
          onInput={(value) => {
            setTyped(value);
            setProblem(undefined);
          }}
          hint="https://*.example.com allows all subdomains."
          error={problem()}
        />
        <div class="pt-5">
          <Button type="submit" icon={<Plus />} busy={busy()}>
            Add origin
          </Button>
        </div>
      </form>
    </div>
  );
}
