import { createEffect, createSignal, on } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ReferenceFields } from '../columns/reference-fields.tsx';
import { plainType } from '../columns/type-list.ts';
import type { DraftReference } from '../create/draft.ts';
import { ChangePanel } from '../schema/change-panel.tsx';
import { useTable } from '../table/table-context.tsx';
import { addReferenceSql } from './reference-sql.ts';

const EMPTY: DraftReference = { table: '', column: 'id', onDelete: 'no action' };

/** Makes a column of the table refer to another table. */
export function AddReferencePanel(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const [column, setColumn] = createSignal('');
  const [reference, setReference] = createStore({ ...EMPTY });
  const [targetType, setTargetType] = createSignal<string>();
  const [tried, setTried] = createSignal(false);
  const candidates = () => table().columns.filter((candidate) => !candidate.references);
  createEffect(
    on(
      () => props.open,
      () => {
        setColumn(candidates().find(({ primary_key }) => !primary_key)?.name ?? '');
        setReference({ ...EMPTY });
        setTargetType(undefined);
        setTried(false);
      },
    ),
  );
  const complete = () => column() !== '' && reference.table !== '';
  const sql = () => (complete() ? addReferenceSql(table().name, column(), reference) : undefined);
  const meanings = () => {
    const type = table().columns.find(({ name }) => name === column())?.type;
    const target = targetType();
    if (type && target && plainType(type) !== plainType(target)) {
      return [
        `${column()} is ${type}, ${reference.table}.${reference.column} is ${target}: they must be alike.`,
      ];
    }
    return table().row_count > 0 ? ['If a row names a row that is not there, nothing changes.'] : [];
  };
  async function add() {
    setTried(true);
    const query = sql();
    if (!query) return false;
    await sdk.sql.query({ query });
    await refresh();
    return true;
  }
  return (
    <ChangePanel
      open={props.open}
      onClose={props.onClose}
      title={`Add a reference to ${table().name}`}
      action="Add reference"
      failure="The reference was not added."
      meanings={meanings()}
      onApply={add}
      preview={<Code label="SQL" code={sql() ? `${sql()};` : '-- Choose a table to see the SQL.'} wrap />}
    >
      <div class="space-y-3">
        <Select
          label="Column"
          options={candidates().map(({ name, type }) => ({ value: name, label: name, hint: type }))}
          value={column()}
          onChange={setColumn}
        />
        <ReferenceFields
          reference={reference}
          onChange={(changed, type) => {
            setReference(changed);
            if (type !== undefined) setTargetType(type);
          }}
          error={tried() && reference.table === '' ? 'Choose a table.' : undefined}
        />
      </div>
    </ChangePanel>
  );
}
