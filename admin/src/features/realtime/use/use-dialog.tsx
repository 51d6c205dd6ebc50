import { createSignal, For } from 'solid-js';
import { useSignedIn } from '../../../app/session/session.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import type { JoinedTopic } from '../page-state.ts';
import { topicSnippets } from './snippets.ts';

const MASK = '••••••••••••••••';

/** How a program watches the same. The key is masked on the screen and copied in full. */
export function UseDialog(props: { topics: JoinedTopic[]; open: boolean; onClose: () => void }) {
  const signedIn = useSignedIn();
  const [language, setLanguage] = createSignal('typescript');
  const [chosen, setChosen] = createSignal('');
  const joined = (): JoinedTopic =>
    props.topics.find(({ topic }) => topic === chosen()) ??
    props.topics[0] ?? { topic: 'table:notes', options: {} };
  return (
    <Dialog open={props.open} onClose={props.onClose} size="lg" title="The same in your program">
      <div class="space-y-3">
        <div class="flex flex-wrap items-end justify-between gap-3">
          <Select
            class="w-full sm:w-80"
            label="Topic"
            options={(props.topics.length > 0 ? props.topics : [joined()]).map(({ topic }) => ({
              value: topic,
              label: topic,
            }))}
            value={joined().topic}
            onChange={setChosen}
          />
          <Segmented
            label="Language of the snippet"
            options={topicSnippets.map(({ id, label }) => ({ value: id, label }))}
            value={language()}
            onChange={setLanguage}
          />
        </div>
        <For each={topicSnippets.filter(({ id }) => id === language())}>
          {(snippet) => (
            <Code
              label={`Snippet: ${snippet.label}`}
              code={snippet.code({ url: signedIn.apiUrl, apiKey: MASK, ...joined() })}
              copyText={snippet.code({ url: signedIn.apiUrl, apiKey: signedIn.apiKey, ...joined() })}
            />
          )}
        </For>
      </div>
    </Dialog>
  );
}
