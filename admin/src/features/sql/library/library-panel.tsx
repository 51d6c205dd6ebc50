import { createSignal, Show } from 'solid-js';
import { SearchField } from '../../../ui/controls/search-field.tsx';
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

/** Earlier runs and saved snippets. */
export function LibraryPanel(props: LibraryPanelProps) {
  const [search, setSearch] = createSignal('');
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
            <SearchField
              class="w-full"
              label={props.shown === 'snippets' ? 'Search snippets' : 'Search the history'}
              value={search()}
              onChange={setSearch}
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
