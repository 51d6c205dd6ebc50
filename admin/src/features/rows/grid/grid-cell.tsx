import { createMemo } from 'solid-js';
import type { PlacedColumn } from '../columns/column-layout.ts';
import { useRows } from '../rows-model.ts';
import { isInRange } from '../selection/cell-range.ts';
import { type RowValues, showValue } from '../values/show-value.ts';

/** The id of a cell's element. */
export function cellElementId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}

interface GridCellProps {
  row: RowValues | undefined;
  /** The place of the row. */
  index: number;
  placed: PlacedColumn;
  /** The place of the column among the visible ones. */
  columnIndex: number;
}

const BASE = 'absolute top-0 h-full truncate border-r border-b border-line px-2 leading-[31px] select-none';
/** A grey bar where the value will be. */
const LOADING =
  "before:absolute before:inset-x-2 before:top-2.5 before:h-3 before:rounded-sm before:bg-hover before:content-['']";
const TONES = { value: '', null: 'text-xs text-muted italic', empty: 'text-xs text-muted' };

/** One value. It shows whether it is NULL, selected, refused or changed by somebody else. */
export function GridCell(props: GridCellProps) {
  const rows = useRows();
  const shown = createMemo(() => (props.row ? showValue(props.row[props.placed.column.name]) : undefined));
  const failure = () => (props.row ? rows.edits.failure(props.row, props.placed.column.name) : undefined);
  const isSelected = createMemo(() => isInRange(rows.selection.bounds(), props.index, props.columnIndex));
  const isActive = createMemo(() => {
    const { row, column } = rows.selection.active();
    return row === props.index && column === props.columnIndex;
  });
  const isChanged = () => rows.changed.has(props.row, props.placed.column.name);
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      id={cellElementId(props.index, props.columnIndex)}
      aria-colindex={props.columnIndex + 2}
      aria-selected={isSelected()}
      aria-invalid={failure() ? true : undefined}
      title={failure()}
      data-cell={props.columnIndex}
      class={`${BASE} ${KIND_CLASS[props.placed.column.kind] ?? ''} ${TONES[shown()?.tone ?? 'value']}`}
      classList={{
        [LOADING]: props.row === undefined,
        'bg-accent-soft': isSelected(),
        'ring-2 ring-accent ring-inset': isActive() && !failure(),
        'ring-2 ring-danger ring-inset bg-danger-soft': failure() !== undefined,
        '[animation:flash_1.6s_ease-out]': isChanged(),
      }}
      style={{ left: `${props.placed.start}px`, width: `${props.placed.width}px` }}
    >
      {shown()?.text}
    </div>
  );
}

const KIND_CLASS: Partial<Record<string, string>> = {
  integer: 'text-right tabular',
  decimal: 'text-right tabular',
  json: 'font-mono text-xs',
  array: 'font-mono text-xs',
  uuid: 'font-mono text-xs',
};
