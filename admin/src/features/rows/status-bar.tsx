import { type JSX, Show } from 'solid-js';
import { formatCount } from '../../ui/format/numbers.ts';
import { useRows } from './rows-model.ts';
import { cellCount } from './selection/cell-range.ts';

/** How many rows there are, what is selected, and the last change, which can be undone. */
export function StatusBar(props: { children: JSX.Element }) {
  const rows = useRows();
  const selected = () => cellCount(rows.selection.bounds());
  return (
    <footer class="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-canvas px-4 py-1 text-xs text-muted sm:px-6">
      <RowTotal />
      <Show when={selected() > 1}>
        <span class="tabular">{formatCount(selected())} cells selected</span>
      </Show>
      <span role="status">
        <Show when={rows.edits.last()}>
          {(edit) => (
            <span class="inline-flex items-center gap-2">
              <span class="max-w-48 truncate">Saved {edit().label}</span>
              <button
                type="button"
                class="font-medium text-link hover:underline"
                title="Ctrl+Z"
                onClick={() => void rows.edits.undo()}
              >
                Undo
              </button>
            </span>
          )}
        </Show>
      </span>
      <span class="ml-auto flex items-center gap-4">{props.children}</span>
    </footer>
  );
}

function RowTotal() {
  const rows = useRows();
  const noun = () => (rows.source.total() === 1 ? 'row' : 'rows');
  return (
    <Show when={!rows.source.isLoading()} fallback={<span>Counting</span>}>
      <Show
        when={rows.source.isExact()}
        fallback={
          <button
            type="button"
            class="tabular rounded-sm hover:text-ink hover:underline"
            title="An estimate of the database. Count exactly"
            onClick={rows.source.countExactly}
          >
            about {formatCount(rows.source.total())} {noun()}
          </button>
        }
      >
        <span class="tabular">
          {formatCount(rows.source.total())} {noun()}
        </span>
      </Show>
    </Show>
  );
}
