import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { createSignal, type JSX, Show } from 'solid-js';
import { useSignedIn } from '../../../app/session/session.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Code } from '../../../ui/display/code.tsx';
import type { ApiCall, Target } from './call.ts';
import { languages } from './languages.ts';

/** Shared with the home page, so that a person chooses a language once. */
const REMEMBERED = 'selfdb.snippet';

const [language, setLanguage] = createSignal(
  typeof localStorage === 'undefined' ? null : localStorage.getItem(REMEMBERED),
);

/** Stands for the API key on the screen. */
export const MASK = '••••••••••••••••';

/** The address and the key of this system, for snippets. The key is masked unless it is to be copied or shown. */
export function useTarget() {
  const signedIn = useSignedIn();
  return (isKeyShown: boolean): Target => ({
    url: signedIn.apiUrl,
    apiKey: isKeyShown ? signedIn.apiKey : MASK,
    email: signedIn.user.email,
  });
}

interface SnippetCardProps {
  calls: ApiCall[];
  /** Takes the place of the programs of the languages, for what only one of them can do. */
  program?: ((target: Target) => string) | undefined;
  children?: JSX.Element;
}

/** A program that makes calls, in the person's language. The key is masked on the screen and copied in full. */
export function SnippetCard(props: SnippetCardProps) {
  const target = useTarget();
  const [shown, setShown] = createSignal(false);
  const chosen = () => languages.find(({ id }) => id === language()) ?? languages[0];
  const choose = (id: string) => {
    localStorage.setItem(REMEMBERED, id);
    setLanguage(id);
  };
  const code = (isKeyShown: boolean) =>
    props.program
      ? props.program(target(isKeyShown))
      : (chosen()?.program(target(isKeyShown), props.calls) ?? '');
  const label = () => (props.program ? 'TypeScript' : (chosen()?.label ?? ''));
  return (
    <div class="min-w-0 space-y-2">
      <div class="flex flex-wrap items-center gap-2">
        <Segmented
          label="Language of the snippet"
          options={languages
            .filter(({ id }) => !props.program || id === 'typescript')
            .map(({ id, label: text }) => ({ value: id, label: text }))}
          value={props.program ? 'typescript' : (chosen()?.id ?? '')}
          onChange={choose}
        />
        <span class="ml-auto">
          <IconButton
            size="sm"
            label={shown() ? 'Hide the API key' : 'Show the API key'}
            icon={shown() ? <EyeOff /> : <Eye />}
            onClick={() => setShown(!shown())}
          />
        </span>
      </div>
      <Show when={label()} keyed>
        {(name) => <Code label={`Snippet: ${name}`} code={code(shown())} copyText={code(true)} />}
      </Show>
      {props.children}
    </div>
  );
}
