import { createSignal, For } from 'solid-js';
import { useSignedIn } from '../../../app/session/session.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Code, CopyField } from '../../../ui/display/code.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { tableSnippets } from './api-snippets.ts';
import { useTable } from './table-context.tsx';

const MASK = '••••••••••••••••';
/** Shared with the home page, so that a person chooses a language once. */
const REMEMBERED = 'selfdb.snippet';

/** How a program reads and adds rows of the table. The key is masked on the screen and copied in full. */
export function ApiDialog(props: { open: boolean; onClose: () => void }) {
  const signedIn = useSignedIn();
  const { table } = useTable();
  const stored = localStorage.getItem(REMEMBERED);
  const [chosen, setChosen] = createSignal(tableSnippets.find(({ id }) => id === stored)?.id ?? 'typescript');
  const choose = (id: string) => {
    localStorage.setItem(REMEMBERED, id);
    setChosen(id);
  };
  return (
    <Dialog open={props.open} onClose={props.onClose} size="lg" title={`Use ${table().name} in a program`}>
      <div class="space-y-3">
        <div class="flex flex-wrap items-end justify-between gap-3">
          <div class="w-full sm:w-96">
            <CopyField label="Id of the table" value={table().id} />
          </div>
          <Segmented
            label="Language of the snippet"
            options={tableSnippets.map(({ id, label }) => ({ value: id, label }))}
            value={chosen()}
            onChange={choose}
          />
        </div>
        <For each={tableSnippets.filter(({ id }) => id === chosen())}>
          {(snippet) => (
            <Code
              label={`Snippet: ${snippet.label}`}
              code={snippet.code({ url: signedIn.apiUrl, apiKey: MASK, table: table() })}
              copyText={snippet.code({ url: signedIn.apiUrl, apiKey: signedIn.apiKey, table: table() })}
            />
          )}
        </For>
      </div>
    </Dialog>
  );
}
