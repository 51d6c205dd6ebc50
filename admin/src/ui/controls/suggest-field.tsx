import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import { type Place, placeBelow } from './place-below.ts';
import { type Suggestion, SuggestionList } from './suggestion-list.tsx';
import { fieldBox, fieldIcon, fieldLabel } from './text-field.tsx';

interface SuggestFieldProps {
  label: string;
  hideLabel?: boolean;
  value: string;
  onInput: (value: string) => void;
  /** Takes a suggestion that was chosen, where it means more than its text. */
  onChoose?: (value: string) => void;
  /** What to offer for the text in the field, best first. */
  suggest: (typed: string) => Suggestion[];
  /** Whether the text stands for itself, so that Enter leaves it alone. By default, any text does. */
  accepts?: (typed: string) => boolean;
  error?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean;
  /** Makes it look like the search of a list. */
  icon?: JSX.Element;
  class?: string;
  ref?: (element: HTMLInputElement) => void;
  /** Keys that the list of suggestions did not use. */
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** A text field that offers texts while one types: arrows and Enter choose, Esc closes, and any other text is possible too. */
export function SuggestField(props: SuggestFieldProps) {
  const id = createUniqueId();
  const [place, setPlace] = createSignal<Place>();
  const [active, setActive] = createSignal(-1);
  // All are offered until something is typed, so that a chosen text does not hide the others.
  const [typed, setTyped] = createSignal('');
  let input: HTMLInputElement | undefined;
  const offered = () => (place() ? props.suggest(typed()) : []);
  const close = () => setPlace(undefined);

  function open(text: string) {
    if (!input) return;
    setTyped(text);
    setPlace(placeBelow(input));
    const leave = text === '' || (props.accepts?.(text) ?? true);
    setActive(leave ? -1 : 0);
  }
  function choose(suggestion: Suggestion | undefined) {
    if (!suggestion) return;
    (props.onChoose ?? props.onInput)(suggestion.value);
    close();
  }
  function move(by: number) {
    if (!place()) open('');
    const count = offered().length;
    if (count > 0) setActive((active() + by + count + (active() < 0 && by < 0 ? 1 : 0)) % count);
    document.getElementById(`${id}-${active()}`)?.scrollIntoView({ block: 'nearest' });
  }
  /** Whether the list of suggestions used the key. */
  function use({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (altKey || ctrlKey || metaKey) return false;
    if (key === 'ArrowDown') move(1);
    else if (key === 'ArrowUp') move(-1);
    else if (key === 'Escape' && place()) close();
    else if (key === 'Enter' && offered()[active()]) choose(offered()[active()]);
    else return false;
    return true;
  }
  function onKeyDown(event: KeyboardEvent) {
    if (use(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter' || event.key === 'Tab') close();
    props.onKeyDown?.(event);
  }
  return (
    <div class={props.class ?? 'block'}>
      <label for={id} class={props.hideLabel ? 'sr-only' : fieldLabel}>
        {props.label}
      </label>
      <span class="relative block">
        <Show when={props.icon}>
          <span class={fieldIcon}>{props.icon}</span>
        </Show>
        <input
          id={id}
          ref={(element) => {
            input = element;
            props.ref?.(element);
          }}
          role="combobox"
          aria-expanded={offered().length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={place() && active() >= 0 ? `${id}-${active()}` : undefined}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.error ? `${id}-error` : undefined}
          data-invalid={props.error ? '' : undefined}
          autocomplete="off"
          spellcheck={false}
          class={`${fieldBox} h-8 pointer-coarse:h-11 ${props.icon ? 'pl-8' : 'font-mono'}`}
          placeholder={props.placeholder}
          disabled={props.disabled ?? false}
          value={props.value}
          onInput={(event) => {
            props.onInput(event.currentTarget.value);
            open(event.currentTarget.value);
          }}
          onClick={({ currentTarget }) => {
            if (place()) return close();
            // So that typing replaces what is there.
            if (currentTarget.selectionStart === currentTarget.selectionEnd) currentTarget.select();
            open('');
          }}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
      </span>
      <Show when={props.error}>
        <p id={`${id}-error`} class="mt-1 text-xs text-danger">
          {props.error}
        </p>
      </Show>
      <Show when={offered().length > 0 && place()}>
        {(at) => (
          <SuggestionList
            id={id}
            label={props.label}
            place={at()}
            offered={offered()}
            active={active()}
            onActive={setActive}
            onChoose={choose}
          />
        )}
      </Show>
    </div>
  );
}
