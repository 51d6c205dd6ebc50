import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { createSignal } from 'solid-js';
import { useSignedIn } from '../../app/session/session.tsx';
import { IconButton } from '../../ui/controls/icon-button.tsx';
import { Code, CopyField } from '../../ui/display/code.tsx';
import { Card } from '../../ui/display/page.tsx';

const MASK = '••••••••••••••••';

/** The API key, and how to replace it. */
export function ApiKeySection() {
  const signedIn = useSignedIn();
  const [shown, setShown] = createSignal(false);
  return (
    <>
      <Card title="API key">
        <div class="space-y-3 p-4">
          <div class="flex items-end gap-1">
            <div class="min-w-0 flex-1">
              <CopyField label="API_KEY" value={signedIn.apiKey} shown={shown() ? signedIn.apiKey : MASK} />
            </div>
            <IconButton
              label={shown() ? 'Hide the API key' : 'Show the API key'}
              icon={shown() ? <EyeOff /> : <Eye />}
              onClick={() => setShown(!shown())}
            />
          </div>
          <p class="text-muted">
            Every client sends it as <code class="font-mono text-xs">X-API-Key</code>. By itself it reads what
            is public; everything else also needs a user's token. A key in a web page or an app is not a
            secret.
          </p>
        </div>
      </Card>
      <Card title="Replace the key">
        <div class="space-y-3 p-4">
          <p>
            Run this where SelfDB is installed. It writes a new key into{' '}
            <code class="font-mono text-xs">.env</code> and offers a restart. From then on, clients with the
            old key get a 401.
          </p>
          <Code label="Command" code="./selfdb keys --api-key" />
          <p class="text-xs text-muted">The dashboard uses the new key once you reload the page.</p>
        </div>
      </Card>
    </>
  );
}
