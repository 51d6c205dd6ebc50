import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { createSignal, For } from 'solid-js';
import { useSignedIn } from '../../app/session/session.tsx';
import { IconButton } from '../../ui/controls/icon-button.tsx';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { Code, CopyField } from '../../ui/display/code.tsx';
import { Card } from '../../ui/display/page.tsx';
import { snippets } from './snippets.ts';

const MASK = '••••••••••••••••';
const REMEMBERED = 'selfdb.snippet';

/** The address and the key, and a working snippet in the person's language, which is remembered. */
export function ConnectCard() {
  const signedIn = useSignedIn();
  const [shown, setShown] = createSignal(false);
  const [chosen, setChosen] = createSignal(localStorage.getItem(REMEMBERED) ?? 'typescript');
  const url = () => signedIn.apiUrl;
  const choose = (id: string) => {
    localStorage.setItem(REMEMBERED, id);
    setChosen(id);
  };
  const keyShown = () => (shown() ? signedIn.apiKey : MASK);
  return (
    <Card
      title="Connect"
      actions={
        <Segmented
          label="Language of the snippet"
          options={snippets.map(({ id, label }) => ({ value: id, label }))}
          value={chosen()}
          onChange={choose}
        />
      }
    >
      <div class="space-y-3 p-4">
        <div class="grid gap-3 sm:grid-cols-2">
          <CopyField label="URL" value={url()} />
          <div class="flex items-end gap-1">
            <div class="min-w-0 flex-1">
              <CopyField label="API key" value={signedIn.apiKey} shown={keyShown()} />
            </div>
            <IconButton
              label={shown() ? 'Hide the API key' : 'Show the API key'}
              icon={shown() ? <EyeOff /> : <Eye />}
              onClick={() => setShown(!shown())}
            />
          </div>
        </div>
        <For each={snippets.filter(({ id }) => id === chosen())}>
          {(snippet) => (
            <Code
              label={`Snippet: ${snippet.label}`}
              code={snippet.code({ url: url(), apiKey: keyShown(), email: signedIn.user.email })}
              copyText={snippet.code({ url: url(), apiKey: signedIn.apiKey, email: signedIn.user.email })}
              wrap={snippet.id === 'agent'}
            />
          )}
        </For>
      </div>
    </Card>
  );
}
