import { createMemo, Index } from 'solid-js';
import { useRows } from '../rows-model.ts';
import type { DrawnColumn } from './drawn-columns.ts';
import { HeaderCell } from './header-cell.tsx';
import { HEADER_HEIGHT, LEAD_WIDTH } from './metrics.ts';

interface GridHeaderProps {
  columns: DrawnColumn[];
  width: number;
  focusGrid: () => void;
}

/** The names of the columns, which stay in sight, and the box that ticks the rows in sight. */
export function GridHeader(props: GridHeaderProps) {
  const rows = useRows();
  const kept = createMemo(() => {
    const { top, bottom } = { top: 0, bottom: Math.min(rows.source.total(), TICKED_AT_ONCE) - 1 };
    return { top, bottom };
  });
  const isAll = () => rows.selection.tickedAll();
  async function tickAll(on: boolean) {
    if (!on) return rows.selection.clear();
    if (rows.source.total() > TICKED_AT_ONCE) return rows.selection.tickAll();
    const { top, bottom } = kept();
    const found = await rows.source.rows(top, bottom);
    rows.selection.tick(
      found.map((row) => [rows.keyOf(row), row]),
      true,
    );
  }
  return (
    <div role="rowgroup" class="sticky top-0 z-20">
      <div
        role="row"
        tabIndex={-1}
        aria-rowindex={1}
        class="relative border-b border-line-strong bg-canvas"
        style={{ height: `${HEADER_HEIGHT}px`, width: `${props.width}px` }}
      >
        <div
          role="columnheader"
          tabIndex={-1}
          aria-colindex={1}
          class="sticky left-0 z-10 flex h-full items-center border-r border-line bg-canvas pl-3"
          style={{ width: `${LEAD_WIDTH}px` }}
        >
          <input
            type="checkbox"
            tabIndex={-1}
            class="tick size-4"
            aria-label="Select all rows"
            checked={
              isAll() ||
              (rows.selection.ticked().size > 0 && rows.selection.ticked().size >= rows.source.total())
            }
            disabled={!rows.edits.canEdit() || rows.source.total() === 0}
            onChange={(event) => void tickAll(event.currentTarget.checked)}
          />
        </div>
        <div class="absolute inset-y-0" style={{ left: `${LEAD_WIDTH}px` }} role="presentation">
          <Index each={props.columns}>
            {(column) => (
              <HeaderCell placed={column().placed} index={column().index} focusGrid={props.focusGrid} />
            )}
          </Index>
        </div>
      </div>
    </div>
  );
}

/** Rows whose values are kept when all are ticked. Of more, only their number is known. */
const TICKED_AT_ONCE = 1000;
