import Search from 'lucide-solid/icons/search';
import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { TextField } from '../../../ui/controls/text-field.tsx';

const DELAY_MS = 200;

/** The search of the list. It follows the URL, and changes it when the typing pauses. `/` puts the focus here. */
export function SearchBox(props: { value: string; onChange: (search: string) => void }) {
  const [typed, setTyped] = createSignal(props.value);
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sent = props.value;
  onCleanup(() => clearTimeout(timer));
  useShortcuts([{ keys: '/', label: 'Search tables', group: 'Tables', run: () => input?.focus() }]);
  createEffect(
    on(
      () => props.value,
      (value) => {
        // What comes back from the URL may be older than what has been typed since.
        if (value !== sent) setTyped(value);
        sent = value;
      },
      { defer: true },
    ),
  );
  function type(text: string) {
    setTyped(text);
    clearTimeout(timer);
    timer = setTimeout(() => {
      sent = text.trim();
      props.onChange(sent);
    }, DELAY_MS);
  }
  return (
    <TextField
      class="min-w-0 flex-1 sm:w-60 sm:flex-none"
      label="Search tables"
      hideLabel
      type="search"
      placeholder="Search tables"
      icon={<Search />}
      value={typed()}
      onInput={type}
      autocomplete="off"
      ref={(element) => {
        input = element;
      }}
    />
  );
}
