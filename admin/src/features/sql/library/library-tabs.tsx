import { createSignal, Show } from 'solid-js';
import { SearchField } from '../../../ui/controls/search-field.tsx';
import { Tabs } from '../../../ui/display/tabs.tsx';
import { HistoryList } from './history-list.tsx';
import { SnippetList } from './snippet-list.tsx';

export interface LibraryTabsProps {
  /** `history` or `snippets`. */
  shown: string | undefined;
  onShow: (panel: string | undefined) => void;
  /** Opens a text in a new tab, and runs it there if asked to. */
  onOpen: (entry: { query: string; name?: string; run?: boolean }) => void;
  onSaveSnippet: () => void;
}

/** The lists of the panel, and their search. */
export default function LibraryTabs(props: LibraryTabsProps) {
  const [search, setSearch] = createSignal('');
  return (
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
      <Show
        when={props.shown === 'snippets'}
        fallback={<HistoryList search={search()} onOpen={props.onOpen} />}
      >
        <SnippetList search={search()} onOpen={props.onOpen} onSave={props.onSaveSnippet} />
      </Show>
    </Tabs>
  );
}
