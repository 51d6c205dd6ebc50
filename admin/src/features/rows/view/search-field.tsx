import Search from 'lucide-solid/icons/search';
import { createTypedText } from '../../../ui/browser/typed-text.ts';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { useRows } from '../rows-model.ts';

const TYPING_MS = 300;

/** Searches in all text columns. The text reaches the URL when the typing pauses; Enter goes to the rows. */
export function RowSearchField(props: { ref: (element: HTMLInputElement) => void }) {
  const rows = useRows();
  const { typed, type, report } = createTypedText(
    rows.view.search,
    (text) => rows.view.setSearch(text.trim()),
    TYPING_MS,
  );
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    report();
    document.querySelector<HTMLElement>('#main [role="grid"]')?.focus();
  }
  return (
    <TextField
      label="Search the rows"
      hideLabel
      type="search"
      placeholder="Search in text columns"
      class="w-full sm:w-60"
      value={typed()}
      icon={<Search />}
      ref={props.ref}
      onKeyDown={onKeyDown}
      onInput={type}
    />
  );
}
