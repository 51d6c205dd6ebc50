import Search from 'lucide-solid/icons/search';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { createTypedText } from '../../ui/browser/typed-text.ts';
import { TextField } from '../../ui/controls/text-field.tsx';

const TYPING_MS = 250;

interface TypedSearchProps {
  label: string;
  value: string;
  onChange: (search: string) => void;
  class?: string;
}

/** A search that reaches the URL when the typing pauses. `/` puts the focus here. */
export function TypedSearch(props: TypedSearchProps) {
  let input: HTMLInputElement | undefined;
  const { typed, type } = createTypedText(
    () => props.value,
    (text) => props.onChange(text.trim()),
    TYPING_MS,
  );
  useShortcuts([{ keys: '/', label: props.label, group: 'Storage', run: () => input?.focus() }]);
  return (
    <TextField
      class={props.class ?? 'w-full sm:w-60'}
      label={props.label}
      hideLabel
      type="search"
      placeholder={props.label}
      icon={<Search />}
      value={typed()}
      autocomplete="off"
      onInput={type}
      ref={(element) => {
        input = element;
      }}
    />
  );
}
