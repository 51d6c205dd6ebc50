import { createEffect, createSignal, on, Show } from 'solid-js';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import { usePageState } from '../page-context.tsx';

const MAX_OFFERED = 100;

/** Fields that begin with the text come first. */
function offer(names: string[], typed: string) {
  const wanted = typed.toLowerCase();
  const rank = (name: string) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return names
    .filter((name) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_OFFERED)
    .map((value) => ({ value }));
}

function Choice(props: {
  label: string;
  names: string[];
  value: string | undefined;
  onChoose: (name: string) => void;
  onType?: (typed: string) => void;
}) {
  // Only a name that exists is chosen: each choice asks the server for a row.
  const [typed, setTyped] = createSignal<string>();
  createEffect(
    on(
      () => props.value,
      () => setTyped(undefined),
      { defer: true },
    ),
  );
  createEffect(() => {
    const name = typed();
    if (name !== undefined && props.names.includes(name)) props.onChoose(name);
  });
  return (
    <SuggestField
      class="w-full sm:w-72"
      label={props.label}
      value={typed() ?? props.value ?? ''}
      accepts={(typed) => props.names.includes(typed)}
      suggest={(typed) => offer(props.names, typed)}
      onInput={(text) => {
        setTyped(text);
        props.onType?.(text);
      }}
    />
  );
}

/** The table or bucket that fills the snippets, for the operations that need one. */
export function TableChoice(props: { path: string }) {
  const { search, setSearch, tables, lookForTables, buckets, table, bucket } = usePageState();
  const set = (changed: Record<string, string>) => setSearch(changed, { replace: true });
  return (
    <>
      <Show when={props.path.startsWith('/tables/{id}') && tables().length > 0}>
        <Choice
          label="Your table"
          names={tables().map(({ name }) => name)}
          value={search.table ?? table()?.name}
          onType={lookForTables}
          onChoose={(name) => set({ table: name })}
        />
      </Show>
      <Show when={props.path.startsWith('/storage/') && buckets().length > 0}>
        <Choice
          label="Your bucket"
          names={buckets().map(({ name }) => name)}
          value={search.bucket ?? bucket()?.name}
          onChoose={(name) => set({ bucket: name })}
        />
      </Show>
    </>
  );
}
