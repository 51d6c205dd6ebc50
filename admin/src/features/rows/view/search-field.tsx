import { SearchField } from '../../../ui/controls/search-field.tsx';
import { useRows } from '../rows-model.ts';

/** Searches in all text columns. Enter goes to the rows. */
export function RowSearchField(props: { ref: (element: HTMLInputElement) => void }) {
  const rows = useRows();
  return (
    <SearchField
      label="Search the rows"
      placeholder="Search in text columns"
      value={rows.view.search()}
      onChange={rows.view.setSearch}
      onEnter={() => document.querySelector<HTMLElement>('#main [role="grid"]')?.focus()}
      ref={props.ref}
    />
  );
}
