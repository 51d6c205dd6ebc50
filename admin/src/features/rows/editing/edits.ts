import { createSignal } from 'solid-js';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { keyFilter, rowKey } from '../source/row-key.ts';
import type { RowSource } from '../source/row-source.ts';
import type { RowsApi } from '../source/rows-api.ts';
import type { GridColumn } from '../values/column-kind.ts';
import { isSameValue, type RowValues } from '../values/show-value.ts';

const MAX_UNDO = 100;

/** A change of a row, for undoing it. */
interface RowEdit {
  label: string;
  key: string;
  before: RowValues;
}

const cellId = (key: string, column: string) => `${key}\n${column}`;

/** Saves changed values at once, shows them before the server has answered, and takes them back if it refuses. */
export function createEdits(api: RowsApi, source: RowSource, keyColumns: () => GridColumn[]) {
  const [failures, setFailures] = createSignal<ReadonlyMap<string, string>>(new Map());
  const [done, setDone] = createSignal<RowEdit[]>([]);
  const keyOf = (row: RowValues) => rowKey(row, keyColumns());
  let pending: Promise<unknown> = Promise.resolve();

  function setFailure(key: string, columns: string[], message: string | undefined) {
    setFailures((old) => {
      const next = new Map(old);
      for (const column of columns) {
        if (message === undefined) next.delete(cellId(key, column));
        else next.set(cellId(key, column), message);
      }
      return next;
    });
  }

  const replace = (key: string, change: (row: RowValues) => RowValues) =>
    source.change((row) => (keyOf(row) === key ? change(row) : row));

  /** Writes the values and returns the row as the server has it. Throws what the server says. */
  async function write(key: string, values: RowValues): Promise<RowValues> {
    const columns = keyColumns();
    // A path can't end in these keys: clients remove them from it.
    const isInPath = columns.length === 1 && columns[0]?.primaryKey && !['', '.', '..'].includes(key);
    if (isInPath) return api.update(key, values);
    await api.updateByFilter(keyFilter(key, columns), values);
    const changed = columns.some((column) => column.name in values);
    const [row] = changed ? [] : await api.find(keyFilter(key, columns), 1);
    return row ?? values;
  }

  function remember(row: RowValues, values: RowValues) {
    const names = Object.keys(values);
    const edit = { label: names.join(', '), key: keyOf({ ...row, ...values }), before: pick(row, names) };
    setDone((list) => [...list, edit].slice(-MAX_UNDO));
  }

  function apply(key: string, before: RowValues, values: RowValues): Promise<boolean> {
    const saving = saveShown(key, before, values);
    pending = Promise.all([pending, saving]);
    return saving;
  }

  async function saveShown(key: string, before: RowValues, values: RowValues): Promise<boolean> {
    const names = Object.keys(values);
    setFailure(key, names, undefined);
    replace(key, (row) => ({ ...row, ...values }));
    const newKey = keyOf({ ...before, ...values });
    try {
      const saved = await write(key, values);
      replace(newKey, (row) => ({ ...row, ...saved }));
      return true;
    } catch (error) {
      replace(newKey, (row) => ({ ...row, ...pick(before, names) }));
      const { message } = describeError(error);
      setFailure(key, names, message);
      showToast({ kind: 'danger', title: `Not saved: ${names.join(', ')}`, detail: message });
      return false;
    }
  }

  return {
    /** Why the last change of a cell was refused. */
    failure: (row: RowValues, column: string) =>
      failures().size === 0 ? undefined : failures().get(cellId(keyOf(row), column)),
    canEdit: () => keyColumns().length > 0,
    /** Saves the values that differ. Answers false if the server refuses; the cells then show why. */
    async save(row: RowValues, values: RowValues): Promise<boolean> {
      const changed = Object.keys(values).filter((name) => !isSameValue(row[name] ?? null, values[name]));
      if (changed.length === 0) return true;
      const next = pick(values, changed);
      const saved = await apply(keyOf(row), row, next);
      if (saved) remember(row, next);
      return saved;
    },
    /** Saves values from a form, which shows an error itself. */
    async saveOrThrow(row: RowValues, values: RowValues): Promise<void> {
      const saved = await write(keyOf(row), values);
      setFailure(keyOf(row), Object.keys(values), undefined);
      replace(keyOf(row), (old) => ({ ...old, ...saved }));
      remember(row, values);
    },
    /** The change that `undo` would take back. */
    last: () => done().at(-1),
    async undo(): Promise<void> {
      // A change that is being saved can be undone only afterwards.
      await pending;
      const edit = done().at(-1);
      if (!edit) return;
      setDone((list) => list.slice(0, -1));
      const index = source.find((row) => keyOf(row) === edit.key);
      const row = index === undefined ? undefined : source.rowAt(index);
      await apply(edit.key, row ?? edit.before, edit.before);
    },
  };
}

function pick(row: RowValues, names: string[]): RowValues {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}
