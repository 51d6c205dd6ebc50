import type { FunctionNetwork } from '@selfdb/sdk';
import { createSignal, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ChoiceField } from '../../../ui/controls/choice-field.tsx';
import type { SelectOption } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from '../page/function-context.tsx';

const MODES: SelectOption<FunctionNetwork['mode']>[] = [
  {
    value: 'public',
    label: 'Any public address',
    hint: 'Addresses of this machine and of private networks are refused.',
  },
  { value: 'hosts', label: 'Some hosts only', hint: 'Names, such as api.example.com or *.example.com.' },
  { value: 'none', label: 'Nothing', hint: 'It reaches this system by env.SELFDB, and nothing else.' },
];

/** What the function may reach. */
export function NetworkCard() {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const [mode, setMode] = createSignal(fn().network.mode);
  const [text, setText] = createSignal(hostsText(fn().network));
  const hosts = () =>
    text()
      .split(/[\s,]+/)
      .filter((host) => host !== '');
  const isReady = () =>
    (mode() !== fn().network.mode || text() !== hostsText(fn().network)) &&
    (mode() !== 'hosts' || hosts().length > 0);
  const form = createSubmission(isReady, async () => {
    const network = { mode: mode(), hosts: mode() === 'hosts' ? hosts() : [] };
    await accept(await sdk.functions.update(fn().id, { network }));
    showToast({ kind: 'success', title: 'The network access is changed.' });
  });
  return (
    <Card title="Network">
      <form class="space-y-4 p-4" onSubmit={form.submit}>
        <ChoiceField label="The function may reach" options={MODES} value={mode()} onChange={setMode} />
        <Show when={mode() === 'hosts'}>
          <TextField
            label="Hosts"
            mono
            lines={3}
            placeholder="api.example.com"
            value={text()}
            onInput={setText}
            hint="A line each, with :port where it is not 80 or 443."
          />
        </Show>
        <ErrorNotice title="Nothing was changed." error={form.error()} />
        <Button type="submit" variant="primary" busy={form.busy()} disabled={!isReady()}>
          Save network access
        </Button>
      </form>
    </Card>
  );
}

function hostsText({ hosts }: FunctionNetwork): string {
  return (hosts ?? []).join('\n');
}
