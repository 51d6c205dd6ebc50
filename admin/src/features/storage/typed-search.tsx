import Search from 'lucide-solid/icons/search';
import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
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
  const [typed, setTyped] = createSignal(props.value);
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  useShortcuts([{ keys: '/', label: props.label, group: 'Storage', run: () => input?.focus() }]);
  createEffect(
    on(
      () => props.value,
      (text) => text !== typed().trim() && setTyped(text),
      { defer: true },
    ),
  );
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
      onInput={(text) => {
        setTyped(text);
        clearTimeout(timer);
        timer = setTimeout(() => props.onChange(text.trim()), TYPING_MS);
      }}
      ref={(element) => {
        input = element;
      }}
    />
  );
}
