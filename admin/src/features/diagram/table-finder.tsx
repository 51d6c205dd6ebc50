import Search from 'lucide-solid/icons/search';
import { createEffect, createMemo, createSignal, on } from 'solid-js';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { SuggestField } from '../../ui/controls/suggest-field.tsx';
import { createTableSearch } from '../tables/table-search.ts';

const MAX_OFFERED = 50;

/** The field that finds a table among the known ones, or else on the server. `/` puts the focus here. */
export function TableFinder(props: { known: string[] | undefined; onFind: (name: string) => void }) {
  const search = createTableSearch(() => props.known === undefined);
  const [typed, setTyped] = createSignal('');
  const names = createMemo(() => props.known ?? search.tables().map(({ name }) => name));
  let field: HTMLInputElement | undefined;
  useShortcuts([{ keys: '/', label: 'Search tables', group: 'Diagram', run: () => field?.focus() }]);
  function suggest(text: string) {
    const wanted = text.toLowerCase();
    const rank = (name: string) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
    return names()
      .filter((name) => name.toLowerCase().includes(wanted))
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, MAX_OFFERED)
      .map((value) => ({ value }));
  }
  // Its name may have been typed before the server found it.
  createEffect(on([typed, names], () => names().includes(typed()) && props.onFind(typed())));
  return (
    <SuggestField
      class="w-full text-left sm:w-72"
      label="Search tables"
      hideLabel
      placeholder="Search tables"
      icon={<Search />}
      value={typed()}
      suggest={suggest}
      accepts={(text) => names().includes(text)}
      onInput={(text) => {
        search.look(text);
        setTyped(text);
      }}
      ref={(element) => {
        field = element;
      }}
    />
  );
}
