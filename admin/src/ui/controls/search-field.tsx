import Search from 'lucide-solid/icons/search';
import { createTypedText } from '../browser/typed-text.ts';
import { TextField } from './text-field.tsx';

const TYPING_MS = 250;

interface SearchFieldProps {
  /** What is searched: "Search users". */
  label: string;
  /** What may be typed, where the label does not say it: "Name or e-mail". */
  placeholder?: string;
  value: string;
  /** Takes the text when the typing pauses. */
  onChange: (text: string) => void;
  /** Takes it at each key instead, where nothing has to be asked of the server. */
  atOnce?: boolean;
  /** What Enter does, after the text was taken. */
  onEnter?: () => void;
  class?: string;
  ref?: (element: HTMLInputElement) => void;
}

/** The search of a list. */
export function SearchField(props: SearchFieldProps) {
  const { typed, type, report } = createTypedText(
    () => props.value,
    (text) => props.onChange(text.trim()),
    TYPING_MS,
  );
  function onInput(text: string) {
    type(text);
    if (props.atOnce) report();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !props.onEnter) return;
    report();
    props.onEnter();
  }
  return (
    <TextField
      class={props.class ?? 'w-full sm:w-72'}
      label={props.label}
      hideLabel
      type="search"
      placeholder={props.placeholder ?? props.label}
      icon={<Search />}
      value={typed()}
      autocomplete="off"
      onInput={onInput}
      onKeyDown={onKeyDown}
      ref={(element) => props.ref?.(element)}
    />
  );
}
