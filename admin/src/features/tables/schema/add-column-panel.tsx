import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, on } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { type ColumnProblems, columnNameProblem, columnProblems } from '../create/draft.ts';
import { blankColumn } from '../create/draft-store.ts';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { ownTypesQuery } from '../queries.ts';
import { useTable } from '../table/table-context.tsx';
import { ChangePanel } from './change-panel.tsx';
import { addedColumn, meaningOfAddition } from './column-change.ts';
import { ColumnFields } from './column-fields.tsx';

/** Adds a column to a table. */
export function AddColumnPanel(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const types = createQuery(() => ({ ...ownTypesQuery(sdk), enabled: props.open }));
  const own = () => (types.isSuccess ? types.data : undefined);
  const [draft, setDraft] = createStore(blankColumn());
  const [tried, setTried] = createSignal(false);
  createEffect(
    on(
      () => props.open,
      () => {
        setDraft(blankColumn());
        setTried(false);
      },
    ),
  );
  const problems = (): ColumnProblems => ({
    ...columnProblems([draft], own()).get(draft.key),
    name: columnNameProblem(
      draft.name,
      table().columns.map(({ name }) => name),
    ),
  });
  const complete = () => !Object.values(problems()).some(Boolean);
  async function add() {
    setTried(true);
    if (!complete()) return false;
    await sdk.tables.columns.add(table().id, addedColumn(draft));
    await refresh();
    return true;
  }
  return (
    <ChangePanel
      open={props.open}
      onClose={props.onClose}
      title={`Add a column to ${table().name}`}
      action="Add column"
      failure="The column was not added."
      meanings={meaningOfAddition(draft, table())}
      onApply={add}
      preview={
        <SqlPreview
          of={complete() ? addedColumn(draft) : undefined}
          preview={(column, signal) => sdk.tables.preview.addColumn(table().id, column, { signal })}
          incomplete="Complete the fields to see the SQL."
        />
      }
    >
      <ColumnFields
        column={draft}
        own={own() ?? []}
        problems={problems()}
        tried={tried()}
        onChange={setDraft}
        isNew
      />
    </ChangePanel>
  );
}
