import { createQuery } from '@tanstack/solid-query';
import { createEffect, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import type { DraftReference, OnDelete } from '../create/draft.ts';
import { answerOf, TABLE_CHOICES, tableByIdQuery } from '../queries.ts';
import { createTableSearch } from '../table-search.ts';
import type { ColumnInfo } from '../table-types.ts';

interface ReferenceFieldsProps {
  reference: DraftReference;
  /** The type of the chosen column is given too: that of the referring column has to be the same. */
  onChange: (reference: DraftReference, type: string | undefined) => void;
  error?: string | undefined;
}

const ON_DELETE: { value: OnDelete; label: string; hint: string }[] = [
  { value: 'no action', label: 'Refuse', hint: 'A row that others refer to can’t be deleted.' },
  { value: 'cascade', label: 'Delete too', hint: 'The rows that refer to it are deleted with it.' },
  { value: 'set null', label: 'Set null', hint: 'The reference becomes null.' },
  { value: 'set default', label: 'Set default', hint: 'The reference becomes the default of its column.' },
  {
    value: 'restrict',
    label: 'Refuse at once',
    hint: 'As “Refuse”, but checked before the transaction ends.',
  },
];

/** Columns that a reference can point to: those whose values are unique by themselves. */
function targets(columns: ColumnInfo[]): ColumnInfo[] {
  const keys = columns.filter((column) => column.primary_key);
  return columns.filter((column) => column.unique || (column.primary_key && keys.length === 1));
}

/** Which column of which table a column refers to, and what happens when that row is deleted. */
export function ReferenceFields(props: ReferenceFieldsProps) {
  const sdk = useSdk();
  const { tables: choices, look } = createTableSearch();
  if (props.reference.table) look(props.reference.table);
  const named = (table: string) => choices().find(({ name }) => name === table);
  const truncated = () =>
    named(props.reference.table)?.truncated ? named(props.reference.table)?.id : undefined;
  const whole = createQuery(() => ({
    ...tableByIdQuery(sdk, truncated() ?? ''),
    enabled: truncated() !== undefined,
  }));
  const columnsOf = (table: string) => {
    const read = answerOf(whole);
    return targets((read?.name === table ? read : named(table))?.columns ?? []);
  };
  function suggest(typed: string) {
    const word = typed.trim().toLowerCase();
    return choices()
      .filter(({ name }) => name.toLowerCase().includes(word))
      .slice(0, TABLE_CHOICES)
      .map(({ name, description }) => ({ value: name, hint: description ?? undefined }));
  }

  let isFound = true;
  function chooseTable(table: string) {
    look(table);
    const columns = columnsOf(table);
    isFound = columns.length > 0;
    const key = columns.find((column) => column.primary_key) ?? columns[0];
    props.onChange({ ...props.reference, table, column: key?.name ?? props.reference.column }, key?.type);
  }
  // The name may have been typed before the tables were there.
  createEffect(
    on([choices, () => answerOf(whole)], () => {
      if (!isFound && props.reference.table) chooseTable(props.reference.table);
    }),
  );
  function chooseColumn(column: string) {
    const type = columnsOf(props.reference.table).find(({ name }) => name === column)?.type;
    props.onChange({ ...props.reference, column }, type);
  }
  const columnOptions = () => {
    const names = columnsOf(props.reference.table).map(({ name, type }) => ({
      value: name,
      label: name,
      hint: type,
    }));
    const chosen = props.reference.column;
    return names.some(({ value }) => value === chosen) ? names : [...names, { value: chosen, label: chosen }];
  };
  return (
    <div class="mt-1.5 grid gap-2 rounded-sm bg-canvas p-2 sm:ml-6 sm:grid-cols-3">
      <SuggestField
        label="Refers to table"
        ref={(field) => queueMicrotask(() => props.reference.table === '' && field.focus())}
        value={props.reference.table}
        onInput={chooseTable}
        suggest={suggest}
        accepts={(typed) => choices().some(({ name }) => name === typed)}
        error={props.error}
        placeholder="table"
      />
      <Select
        label="Column"
        options={columnOptions()}
        value={props.reference.column}
        onChange={chooseColumn}
        disabled={!props.reference.table}
      />
      <Select
        label="When that row is deleted"
        options={ON_DELETE}
        value={props.reference.onDelete}
        onChange={(onDelete) => props.onChange({ ...props.reference, onDelete }, undefined)}
      />
    </div>
  );
}
