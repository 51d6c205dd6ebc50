import { createQuery } from '@tanstack/solid-query';
import Radio from 'lucide-solid/icons/radio';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import { answerOf, tableQuery } from '../../tables/queries.ts';
import { tableSuggestionsQuery } from '../queries.ts';
import { useRealtimeSwitch } from './realtime-switch.ts';

const TYPING_MS = 200;
const KINDS = [
  { value: 'table' as const, label: 'Table', hint: 'Changes of its rows' },
  { value: 'room' as const, label: 'Room', hint: 'Messages and presence of clients' },
];

interface JoinFormProps {
  ref: (element: HTMLInputElement) => void;
  onJoin: (topic: string) => void;
  /** Opens the filter and the starting point before joining. */
  onOptions: (topic: string) => void;
}

/** Chooses a topic to watch: a table, found while typing, or a room of any name. */
export function JoinForm(props: JoinFormProps) {
  const sdk = useSdk();
  const switchOn = useRealtimeSwitch();
  const [kind, setKind] = createSignal<'table' | 'room'>('table');
  const [name, setName] = createSignal('');
  const [settled, setSettled] = createSignal('');
  createEffect(() => {
    const text = name().trim();
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const isTable = () => kind() === 'table';
  const suggestions = createQuery(() => ({ ...tableSuggestionsQuery(sdk, settled()), enabled: isTable() }));
  const named = createQuery(() => ({
    ...tableQuery(sdk, settled()),
    enabled: isTable() && settled() !== '',
  }));
  const table = () => (isTable() && settled() === name().trim() ? answerOf(named) : undefined);
  const quiet = () => {
    const found = table();
    return found && !found.realtime_enabled ? found : undefined;
  };
  const offered = (typed: string) =>
    isTable()
      ? (answerOf(suggestions) ?? [])
          .filter((found) => found.name.includes(typed.trim()))
          .map((found) => ({
            value: found.name,
            hint: found.realtime_enabled ? undefined : 'Realtime is off',
          }))
      : [];
  // A name that is still being typed is not wrong.
  const isUnknown = () => table() === null && offered(name()).length === 0;
  const topic = () => `${kind()}:${name().trim()}`;
  function join() {
    if (name().trim() === '' || quiet()) return;
    props.onJoin(topic());
    setName('');
  }
  return (
    <form
      aria-label="Join a topic"
      class="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        join();
      }}
    >
      <div class="max-sm:w-full">
        <Segmented label="Kind of topic" options={KINDS} value={kind()} onChange={setKind} />
      </div>
      <SuggestField
        class="min-w-40 flex-1 sm:max-w-80"
        label={isTable() ? 'Table to watch' : 'Room to join'}
        hideLabel
        placeholder={isTable() ? 'Name of a table' : 'Name of a room, such as lobby'}
        value={name()}
        onInput={setName}
        suggest={offered}
        error={isUnknown() ? `There is no table “${name().trim()}”.` : undefined}
        ref={props.ref}
      />
      <Show
        when={quiet()}
        fallback={
          <>
            <Button type="submit" variant="primary" disabled={name().trim() === '' || table() === null}>
              Join
            </Button>
            <Show when={isTable() && name().trim() !== '' && table() !== null}>
              <Button
                variant="ghost"
                onClick={() => {
                  props.onOptions(topic());
                  setName('');
                }}
              >
                Filter or replay…
              </Button>
            </Show>
          </>
        }
      >
        {(found) => (
          <div class="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              icon={<Radio />}
              onClick={() =>
                void switchOn(found()).then((isOn) => isOn && props.onJoin(`table:${found().name}`))
              }
            >
              Turn realtime on and join
            </Button>
            <span class="text-xs text-muted">Realtime of this table is off, so it sends no changes.</span>
          </div>
        )}
      </Show>
    </form>
  );
}
