import { createSignal, For } from 'solid-js';
import { useSignedIn } from '../../../app/session/session.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Code } from '../../../ui/display/code.tsx';
import type { StorageFile } from '../queries.ts';
import { fileSnippets } from './file-snippets.ts';

const MASK = '••••••••••••••••';
/** Shared with the home page and the tables, so that a person chooses a language once. */
const REMEMBERED = 'selfdb.snippet';

/** How a program downloads the file. The key is masked on the screen and copied in full. */
export function SnippetBox(props: { file: StorageFile; isPublic: boolean }) {
  const signedIn = useSignedIn();
  const stored = localStorage.getItem(REMEMBERED);
  const [chosen, setChosen] = createSignal(fileSnippets.find(({ id }) => id === stored)?.id ?? 'typescript');
  const use = (apiKey: string) => ({
    url: signedIn.apiUrl,
    apiKey,
    file: props.file,
    isPublic: props.isPublic,
  });
  return (
    <div class="space-y-2">
      <Segmented
        label="Language of the snippet"
        options={fileSnippets.map(({ id, label }) => ({ value: id, label }))}
        value={chosen()}
        onChange={(id) => {
          localStorage.setItem(REMEMBERED, id);
          setChosen(id);
        }}
      />
      <For each={fileSnippets.filter(({ id }) => id === chosen())}>
        {(snippet) => (
          <Code
            label={`Snippet: ${snippet.label}`}
            code={snippet.code(use(MASK))}
            copyText={snippet.code(use(signedIn.apiKey))}
          />
        )}
      </For>
    </div>
  );
}
