import type { Cors } from '@selfdb/sdk';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';

/** Asks the server whether a page may call. */
export function OriginTest(props: { cors: Cors }) {
  const sdk = useSdk();
  const [typed, setTyped] = createSignal('');
  const [answer, setAnswer] = createSignal<{ origin: string; allowed: boolean }>();
  const [error, setError] = createSignal<unknown>();
  createEffect(
    on(
      () => props.cors,
      () => setAnswer(undefined),
      { defer: true },
    ),
  );
  async function check(event: Event) {
    event.preventDefault();
    setError(undefined);
    // People copy the whole address of a page.
    const origin = URL.parse(typed().trim())?.origin ?? typed().trim();
    if (origin === '') return;
    try {
      setAnswer({ origin, allowed: (await sdk.system.cors.check(origin)).allowed === true });
    } catch (cause) {
      setError(cause);
    }
  }
  return (
    <Card title="Test an address">
      <form class="space-y-3 p-4" noValidate onSubmit={check}>
        <div class="flex items-end gap-2">
          <TextField
            class="min-w-0 flex-1"
            label="Address of a web page"
            type="url"
            mono
            autocomplete="off"
            placeholder="https://example.com"
            value={typed()}
            onInput={(value) => {
              setTyped(value);
              setAnswer(undefined);
            }}
          />
          <Button type="submit">Test</Button>
        </div>
        <p role="status" class="min-h-5 break-all">
          <Show when={answer()}>
            {(found) => (
              <>
                <Badge tone={found().allowed ? 'success' : 'danger'}>
                  {found().allowed ? 'allowed' : 'not allowed'}
                </Badge>{' '}
                {found().allowed ? 'Pages of ' : 'Browsers keep pages of '}
                <code class="font-mono text-xs">{found().origin}</code>
                {found().allowed ? ' may call the API.' : ' from calling the API.'}
              </>
            )}
          </Show>
        </p>
        <ErrorNotice error={error()} />
      </form>
    </Card>
  );
}
