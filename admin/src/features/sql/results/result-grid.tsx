import { createVirtualizer } from '@tanstack/solid-virtual';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { cellText, columnWidths, isNumericType, shortType } from './cells.ts';
import type { ResultData } from './export-text.ts';
import { type CellPlace, movedBy } from './grid-keys.ts';

const ROW_PX = 28;
const NUMBER_PX = 52;
const SHOWN_CHARACTERS = 300;

interface ResultGridProps {
  data: ResultData;
  label: string;
  active: CellPlace;
  onActive: (place: CellPlace) => void;
  /** Shows the whole value of the active cell. */
  onOpen: () => void;
  onCopy: () => void;
}

/** Rows of a result: draws only what is in sight, in both directions. Arrows move, Enter opens a value, Ctrl+C copies it. */
export function ResultGrid(props: ResultGridProps) {
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const widths = createMemo(() => columnWidths(props.data.columns, props.data.rows));
  const rows = createVirtualizer({
    get count() {
      return props.data.rows.length;
    },
    getScrollElement: () => scroller() ?? null,
    estimateSize: () => ROW_PX,
    paddingStart: ROW_PX,
    scrollPaddingStart: ROW_PX,
    overscan: 8,
  });
  const columns = createVirtualizer({
    horizontal: true,
    get count() {
      return props.data.columns.length;
    },
    getScrollElement: () => scroller() ?? null,
    estimateSize: (index) => widths()[index] ?? ROW_PX,
    paddingStart: NUMBER_PX,
    scrollPaddingStart: NUMBER_PX,
    overscan: 3,
  });

  function onKeyDown(event: KeyboardEvent) {
    const size = { rows: props.data.rows.length, columns: props.data.columns.length };
    const page = Math.max(1, Math.floor((scroller()?.clientHeight ?? ROW_PX) / ROW_PX) - 2);
    const next = movedBy(event, props.active, size, page);
    const isCopy = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
    if (next) {
      props.onActive(next);
      rows.scrollToIndex(next.row, { align: 'auto' });
      columns.scrollToIndex(next.column, { align: 'auto' });
    } else if (event.key === 'Enter') props.onOpen();
    else if (isCopy && !getSelection()?.toString()) props.onCopy();
    else return;
    event.preventDefault();
  }
  const cellId = (row: number, column: number) => `cell-${row}-${column}`;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      ref={setScroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.data.rows.length + 1}
      aria-colcount={props.data.columns.length}
      aria-activedescendant={cellId(props.active.row, props.active.column)}
      tabIndex={0}
      class="relative min-h-0 flex-1 overflow-auto font-mono text-xs -outline-offset-2"
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        style={{ height: `${rows.getTotalSize()}px`, width: `${columns.getTotalSize()}px` }}
        class="relative"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          class="sticky top-0 z-10 h-7 border-b border-line bg-canvas"
        >
          <For each={columns.getVirtualItems()}>
            {(item) => (
              <HeaderCell
                column={props.data.columns[item.index]}
                index={item.index}
                left={item.start}
                width={item.size}
              />
            )}
          </For>
        </div>
        <For each={rows.getVirtualItems()}>
          {(row) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div
              role="row"
              tabIndex={-1}
              aria-rowindex={row.index + 2}
              style={{ top: `${row.start}px` }}
              class="absolute left-0 h-7 w-full border-b border-line hover:bg-hover"
            >
              <span
                aria-hidden="true"
                class="sticky left-0 z-[5] inline-flex h-full w-12 items-center justify-end bg-surface pr-2 text-muted tabular"
              >
                {row.index + 1}
              </span>
              <For each={columns.getVirtualItems()}>
                {(column) => (
                  <Cell
                    id={cellId(row.index, column.index)}
                    value={props.data.rows[row.index]?.[column.index]}
                    type={props.data.columns[column.index]?.type ?? ''}
                    index={column.index}
                    left={column.start}
                    width={column.size}
                    active={props.active.row === row.index && props.active.column === column.index}
                    onActive={() => props.onActive({ row: row.index, column: column.index })}
                    onOpen={props.onOpen}
                  />
                )}
              </For>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}

function HeaderCell(props: {
  column: { name: string; type: string } | undefined;
  index: number;
  left: number;
  width: number;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="columnheader"
      tabIndex={-1}
      aria-colindex={props.index + 1}
      title={`${props.column?.name}: ${props.column?.type}`}
      style={{ left: `${props.left}px`, width: `${props.width}px` }}
      class="absolute top-0 flex h-full items-center gap-2 border-l border-line px-2"
    >
      <span class="truncate font-sans font-medium text-ink">{props.column?.name}</span>
      <span class="ml-auto shrink-0 font-sans text-muted">{shortType(props.column?.type ?? '')}</span>
    </div>
  );
}

interface CellProps {
  id: string;
  value: unknown;
  type: string;
  index: number;
  left: number;
  width: number;
  active: boolean;
  onActive: () => void;
  onOpen: () => void;
}

function Cell(props: CellProps) {
  const text = () => cellText(props.value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and handles the keys
    <div
      id={props.id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={props.index + 1}
      aria-selected={props.active}
      style={{ left: `${props.left}px`, width: `${props.width}px` }}
      class="absolute top-0 flex h-full items-center overflow-hidden border-l border-line px-2 whitespace-pre outline-none aria-selected:bg-accent-soft aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-link"
      classList={{ 'justify-end': isNumericType(props.type) }}
      onClick={() => props.onActive()}
      onDblClick={() => props.onOpen()}
    >
      <Show when={text() !== undefined} fallback={<span class="text-muted italic">NULL</span>}>
        <span class="truncate">{(text() ?? '').slice(0, SHOWN_CHARACTERS).replaceAll(/\s/g, ' ')}</span>
      </Show>
    </div>
  );
}
