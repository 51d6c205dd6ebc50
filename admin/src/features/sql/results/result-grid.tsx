import { createVirtualizer } from '@tanstack/solid-virtual';
import { createSignal, For, Show } from 'solid-js';
import { columnWidths } from './cells.ts';
import type { ResultData } from './export-text.ts';
import { headerCell, resultCell } from './grid-cells.tsx';
import { type CellPlace, movedBy } from './grid-keys.ts';

const ROW_PX = 28;
const NUMBER_PX = 52;

interface ResultGridProps {
  data: ResultData;
  label: string;
  active: CellPlace;
  onActive: (place: CellPlace) => void;
  /** Shows the whole value of the active cell. */
  onOpen: () => void;
  onCopy: () => void;
}

/** Rows of a result. Arrows move, Enter opens a value, Ctrl+C copies it. */
export function ResultGrid(props: ResultGridProps) {
  return (
    <Show when={props.data} keyed>
      {(data) => <Grid {...props} data={data} />}
    </Show>
  );
}

/** Draws only what is in sight, in both directions. Cells never change, so that scrolling only adds and removes them. */
function Grid(props: ResultGridProps) {
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const { columns: headers, rows: data } = props.data;
  const widths = columnWidths(headers, data);
  const rows = createVirtualizer({
    count: data.length,
    getScrollElement: () => scroller() ?? null,
    estimateSize: () => ROW_PX,
    paddingStart: ROW_PX,
    scrollPaddingStart: ROW_PX,
    overscan: 6,
  });
  const columns = createVirtualizer({
    horizontal: true,
    count: headers.length,
    getScrollElement: () => scroller() ?? null,
    estimateSize: (index) => widths[index] ?? ROW_PX,
    paddingStart: NUMBER_PX,
    scrollPaddingStart: NUMBER_PX,
    overscan: 2,
  });
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, NUMBER_PX));

  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((scroller()?.clientHeight ?? ROW_PX) / ROW_PX) - 2);
    const next = movedBy(event, props.active, { rows: data.length, columns: headers.length }, page);
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
  function activate(event: MouseEvent) {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
    const [row, column] = (cell?.dataset.cell ?? '').split('-').map(Number);
    if (row !== undefined && column !== undefined) props.onActive({ row, column });
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      ref={setScroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={data.length + 1}
      aria-colcount={headers.length}
      aria-activedescendant={`cell-${props.active.row}-${props.active.column}`}
      tabIndex={0}
      class="relative min-h-0 flex-1 overflow-auto font-mono text-xs -outline-offset-2"
      onKeyDown={onKeyDown}
      onClick={activate}
      onDblClick={() => props.onOpen()}
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
          <For each={columns.getVirtualItems()}>{(item) => headerCell(headers[item.index], item)}</For>
        </div>
        <For each={rows.getVirtualItems()}>
          {(row) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div
              role="row"
              tabIndex={-1}
              aria-rowindex={row.index + 2}
              style={{ transform: `translateY(${row.start}px)` }}
              class="absolute top-0 left-0 h-7 w-full border-b border-line hover:bg-hover"
            >
              <span
                aria-hidden="true"
                class="sticky left-0 z-[5] inline-flex h-full w-12 items-center justify-end bg-surface pr-2 text-muted tabular"
              >
                {row.index + 1}
              </span>
              <For each={columns.getVirtualItems()}>
                {(item) => resultCell(data[row.index]?.[item.index], headers[item.index], row.index, item)}
              </For>
            </div>
          )}
        </For>
        <div
          aria-hidden="true"
          class="pointer-events-none absolute h-7 bg-accent/10 outline-2 -outline-offset-2 outline-link"
          style={{
            top: `${(props.active.row + 1) * ROW_PX}px`,
            left: `${lefts[props.active.column] ?? 0}px`,
            width: `${widths[props.active.column] ?? 0}px`,
          }}
        />
      </div>
    </div>
  );
}
