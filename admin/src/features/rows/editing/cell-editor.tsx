import { createSignal, Show } from 'solid-js';
import { LEAD_WIDTH, ROW_HEIGHT } from '../grid/metrics.ts';
import { type EditedCell, useRows } from '../rows-model.ts';
import { type GridColumn, takesEmptyText } from '../values/column-kind.ts';
import { readValue } from '../values/read-value.ts';
import { EditorField } from './editor-field.tsx';

interface CellEditorProps {
  cell: EditedCell;
  top: number;
  focusGrid: () => void;
}

/** Edits a value in the place of its cell. Enter saves and goes down, Tab goes right, Esc gives up. */
export function CellEditor(props: CellEditorProps) {
  const rows = useRows();
  const columnIndex = () => rows.layout.placed().findIndex(({ column }) => column.name === props.cell.column);
  const placed = () => rows.layout.placed()[columnIndex()];
  const row = rows.source.rowAt(props.cell.row);
  const [error, setError] = createSignal<string>();
  let isOver = false;

  function close() {
    isOver = true;
    rows.setEditing(undefined);
    props.focusGrid();
  }

  function commit(text: string | null, down: number, right: number) {
    const column = placed()?.column;
    if (isOver || !column || !row) return;
    const read = text === null ? { value: null } : readText(text, column);
    if (read.error !== undefined) return setError(read.error);
    const { row: index } = props.cell;
    const next = { row: index + down, column: columnIndex() + right };
    close();
    void rows.edits.save(row, { [column.name]: read.value });
    rows.selection.moveTo(next);
  }

  return (
    <Show when={placed()}>
      {(place) => (
        <div
          class="absolute z-10"
          style={{
            top: `${props.top}px`,
            left: `${LEAD_WIDTH + place().start}px`,
            width: `${Math.max(place().width, 180)}px`,
            height: `${ROW_HEIGHT}px`,
          }}
        >
          <EditorField
            column={place().column}
            value={row?.[place().column.name] ?? null}
            typed={props.cell.typed}
            invalid={error() !== undefined}
            onCommit={commit}
            onCancel={close}
          />
          <Show when={error()}>
            <p
              role="alert"
              class="absolute top-full left-0 mt-1 rounded-md border border-danger/40 bg-danger-soft px-2 py-1 text-xs whitespace-nowrap text-danger shadow-pop"
            >
              {error()}
            </p>
          </Show>
        </div>
      )}
    </Show>
  );
}

/** An empty text is NULL in columns that have no empty text. */
function readText(text: string, column: GridColumn) {
  if (text === '' && !takesEmptyText(column)) {
    return column.nullable ? { value: null } : { error: 'This column needs a value.' };
  }
  return readValue(text, column);
}
