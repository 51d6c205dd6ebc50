import Maximize from 'lucide-solid/icons/maximize-2';
import { createMemo, Index } from 'solid-js';
import { useRows } from '../rows-model.ts';
import type { DrawnColumn } from './drawn-columns.ts';
import { GridCell } from './grid-cell.tsx';
import { LEAD_WIDTH, ROW_HEIGHT } from './metrics.ts';

interface GridRowProps {
  index: number;
  top: number;
  width: number;
  columns: DrawnColumn[];
}

/** A row of the grid. Its element shows other rows as the grid is scrolled. */
export function GridRow(props: GridRowProps) {
  const rows = useRows();
  const row = createMemo(() => rows.source.rowAt(props.index));
  const key = createMemo(() => {
    const values = row();
    return values && rows.edits.canEdit() ? rows.keyOf(values) : undefined;
  });
  const isTicked = () => {
    const text = key();
    return text !== undefined && rows.selection.isTicked(text);
  };
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index + 2}
      aria-selected={isTicked()}
      data-row={props.index}
      class="group/row absolute top-0 left-0 bg-surface hover:bg-hover"
      classList={{ 'bg-accent-soft': isTicked() }}
      style={{
        height: `${ROW_HEIGHT}px`,
        width: `${props.width}px`,
        transform: `translateY(${props.top}px)`,
      }}
    >
      <div
        role="rowheader"
        tabIndex={-1}
        aria-colindex={1}
        data-lead
        class="sticky left-0 z-10 flex h-full items-center gap-1 border-r border-b border-line bg-surface pr-1 pl-3 group-hover/row:bg-hover"
        style={{ width: `${LEAD_WIDTH}px` }}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          class="tick size-4 shrink-0"
          aria-label={`Select row ${props.index + 1}`}
          checked={isTicked()}
          disabled={key() === undefined}
          data-tick
        />
        <button
          type="button"
          tabIndex={-1}
          data-open
          aria-label={`Open row ${props.index + 1}`}
          title="Open the row (Space)"
          class="rounded-sm p-1 text-muted opacity-40 group-hover/row:opacity-100 hover:text-ink pointer-coarse:opacity-100"
        >
          <Maximize class="size-3.5" />
        </button>
      </div>
      <div class="absolute inset-y-0" style={{ left: `${LEAD_WIDTH}px` }} role="presentation">
        <Index each={props.columns}>
          {(column) => (
            <GridCell row={row()} index={props.index} placed={column().placed} columnIndex={column().index} />
          )}
        </Index>
      </div>
    </div>
  );
}
