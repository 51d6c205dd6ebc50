import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { SearchField } from '../../ui/controls/search-field.tsx';

interface TypedSearchProps {
  label: string;
  value: string;
  onChange: (search: string) => void;
}

/** The search of the buckets, or of the files of one. `/` puts the focus here. */
export function TypedSearch(props: TypedSearchProps) {
  let input: HTMLInputElement | undefined;
  useShortcuts([{ keys: '/', label: props.label, group: 'Storage', run: () => input?.focus() }]);
  return (
    <SearchField
      label={props.label}
      value={props.value}
      onChange={props.onChange}
      ref={(element) => {
        input = element;
      }}
    />
  );
}
