import { createSignal, Show } from 'solid-js';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Tabs } from '../../../ui/display/tabs.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { HistoryList } from './history-list.tsx';
import { SnippetList } from './snippet-list.tsx';

interface LibraryPanelProps {
  /** `history` or `snippets`; undefined closes it. */
  shown: string | undefined;
  onShow: (panel: string | undefined) => void;
  /** Opens a text in a new tab, and runs it there if asked to. */
  onOpen: (entry: { query: string; name?: string; run?: boolean }) => void;
  onSaveSnippet: () => void;
}

const SEARCH_DELAY_MS = 250;

/** Earlier runs and saved snippets. */
export function LibraryPanel(props: LibraryPanelProps) {
  const [typed, setTyped] = createSignal('');
  const [search, setSearch] = createSignal('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  function type(text: string) {
    setTyped(text);
    clearTimeout(timer);
    timer = setTimeout(() => setSearch(text.trim()), SEARCH_DELAY_MS);
  }
  const open = (entry: Parameters<LibraryPanelProps['onOpen']>[0]) => {
    props.onShow(undefined);
    props.onOpen(entry);
  };
  const isOpen = () => props.shown === 'history' || props.shown === 'snippets';
  return (
    <SidePanel open={isOpen()} onClose={() => props.onShow(undefined)} title="History and snippets" wide>
      <div class="-mx-5 -mt-4">
        <Tabs
          label="History and snippets"
          tabs={[
            { id: 'history', label: 'History' },
            { id: 'snippets', label: 'Snippets' },
          ]}
          value={props.shown ?? 'history'}
          onChange={props.onShow}
        >
          <div class="px-5 py-3">
            <TextField
              label="Search"
              hideLabel
              type="search"
              placeholder="Search"
              value={typed()}
              onInput={type}
            />
          </div>
          <Show when={props.shown === 'snippets'} fallback={<HistoryList search={search()} onOpen={open} />}>
            <SnippetList search={search()} onOpen={open} onSave={props.onSaveSnippet} />
          </Show>
        </Tabs>
      </div>
    </SidePanel>
  );
}
