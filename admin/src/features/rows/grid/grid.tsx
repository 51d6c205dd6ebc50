import { createEffect, createMemo, Index, on, onMount, Show } from 'solid-js';
import { CellEditor } from '../editing/cell-editor.tsx';
import { useRows } from '../rows-model.ts';
import { columnsInSight, type DrawnColumn } from './drawn-columns.ts';
import { cellElementId } from './grid-cell.tsx';
import { GridHeader } from './grid-header.tsx';
import { createGridKeys } from './grid-keys.ts';
import { createGridPointer } from './grid-pointer.ts';
import { GridRow } from './grid-row.tsx';
import { createGridScroll } from './grid-scroll.ts';
import { HEADER_HEIGHT, LEAD_WIDTH } from './metrics.ts';

/** All rows of the view, of which only those in sight are drawn. One tab stop: arrows move the active cell. */
export function Grid() {
  const rows = useRows();
  let scroller: HTMLDivElement | undefined;
  const scroll = createGridScroll(rows.source.total, rows.setViewHeight);
  const columns = createMemo(() => columnsInSight(rows.layout.placed(), scroll.left(), scroll.width()));
  const width = createMemo(() => {
    const last = rows.layout.placed().at(-1);
    return LEAD_WIDTH + (last ? last.start + last.width : 0);
  });
  createEffect(() => rows.source.show(scroll.first(), scroll.last()));
  createEffect(on(rows.view.key, () => scroll.reset(), { defer: true }));
  createEffect(
    on(
      rows.selection.active,
      ({ row, column }) => {
        scroll.reveal(row);
        const placed = rows.layout.placed()[column];
        if (placed) scroll.revealColumn(placed.start, placed.width);
      },
      { defer: true },
    ),
  );
  const focusGrid = () => scroller?.focus({ preventScroll: true });
  const onKeyDown = createGridKeys(focusGrid);
  const pointer = createGridPointer(focusGrid);
  onMount(() => scroller && scroll.attach(scroller));
  const activeId = () => {
    const { row, column } = rows.selection.active();
    return row >= scroll.first() && row <= scroll.last() ? cellElementId(row, column) : undefined;
  };
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={`Rows of ${rows.table().name}`}
      aria-rowcount={rows.source.isExact() ? rows.source.total() + 1 : -1}
      aria-colcount={rows.layout.placed().length + 1}
      aria-multiselectable="true"
      aria-activedescendant={activeId()}
      tabIndex={0}
      class="relative min-h-0 flex-1 overflow-auto bg-surface [contain:strict] [overflow-anchor:none] focus-visible:outline-none"
      onScroll={scroll.onScroll}
      onKeyDown={onKeyDown}
      onPointerDown={pointer.onPointerDown}
      onPointerMove={pointer.onPointerMove}
      onDblClick={pointer.onDoubleClick}
      onClick={pointer.onClick}
    >
      <div
        role="presentation"
        class="relative"
        style={{ height: `${scroll.height()}px`, width: `${width()}px` }}
      >
        <GridHeader columns={columns()} width={width()} focusGrid={focusGrid} />
        <div role="rowgroup" class="absolute left-0" style={{ top: `${HEADER_HEIGHT}px` }}>
          <GridBody
            first={scroll.first()}
            slots={scroll.slots()}
            columns={columns()}
            width={width()}
            top={scroll.top}
          />
          <Show when={rows.editing()} keyed>
            {(cell) => <CellEditor cell={cell} top={scroll.top(cell.row)} focusGrid={focusGrid} />}
          </Show>
        </div>
      </div>
    </div>
  );
}

interface GridBodyProps {
  first: number;
  slots: number;
  columns: DrawnColumn[];
  width: number;
  top: (row: number) => number;
}

function GridBody(props: GridBodyProps) {
  const slots = createMemo(() => Array.from({ length: props.slots }));
  // A slot keeps its row while that is in sight, so that a step of the wheel changes a few elements only.
  const indexOf = (slot: number) => {
    const { first, slots } = props;
    return first + ((((slot - first) % slots) + slots) % slots);
  };
  return (
    <Index each={slots()}>
      {(_, slot) => {
        const index = createMemo(() => indexOf(slot));
        return (
          <GridRow index={index()} top={props.top(index())} width={props.width} columns={props.columns} />
        );
      }}
    </Index>
  );
}
