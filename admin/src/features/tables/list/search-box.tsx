import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { SearchField } from '../../../ui/controls/search-field.tsx';

/** The search of the list. `/` puts the focus here. */
export function SearchBox(props: { value: string; onChange: (search: string) => void }) {
  let input: HTMLInputElement | undefined;
  useShortcuts([{ keys: '/', label: 'Search tables', group: 'Tables', run: () => input?.focus() }]);
  return (
    <SearchField
      label="Search tables"
      value={props.value}
      onChange={props.onChange}
      ref={(element) => {
        input = element;
      }}
    />
  );
}
