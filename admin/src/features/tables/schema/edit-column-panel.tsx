import { createQuery } from '@tanstack/solid-query';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { defaultProblem, textOfDefault } from '../columns/default-value.ts';
import { typeProblem } from '../columns/type-list.ts';
import { type ColumnProblems, columnNameProblem } from '../create/draft.ts';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { ownTypesQuery } from '../queries.ts';
import { useTable } from '../table/table-context.tsx';
import type { ColumnInfo } from '../table-types.ts';
import { ChangePanel } from './change-panel.tsx';
import { columnPatch, draftOfColumn, meaningOfPatch } from './column-change.ts';
import { ColumnFields } from './column-fields.tsx';

/** Changes a column: its name, type, default, and whether it is required. */
export function EditColumnPanel(props: { column: ColumnInfo; onClose: () => void }) {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const types = createQuery(() => ownTypesQuery(sdk));
  const own = () => (types.isSuccess ? types.data : undefined);
  const [draft, setDraft] = createStore(draftOfColumn(props.column));
  const patch = () => columnPatch(props.column, draft);
  // A type or default that stays as it is may be one that only SQL can make.
  const problems = (): ColumnProblems => ({
    name: columnNameProblem(
      draft.name,
      table().columns.flatMap(({ name }) => (name === props.column.name ? [] : [name])),
    ),
    type: draft.type === props.column.type ? undefined : typeProblem(draft.type, own()),
    default:
      draft.default === textOfDefault(props.column.default)
        ? undefined
        : defaultProblem(draft.type, draft.default, own() ?? []),
  });
  const complete = () => !Object.values(problems()).some(Boolean);
  async function change() {
    const changed = patch();
    if (!complete()) return false;
    if (changed) await sdk.tables.columns.update(table().id, props.column.name, changed);
    // First, because the column may no longer be there under the name in the URL.
    props.onClose();
    await refresh();
    return true;
  }
  return (
    <ChangePanel
      open
      onClose={props.onClose}
      title={`Edit ${props.column.name}`}
      action="Change column"
      failure="The column was not changed."
      meanings={meaningOfPatch(patch() ?? {}, table())}
      onApply={change}
      preview={
        <SqlPreview
          of={complete() ? patch() : undefined}
          preview={(changed, signal) =>
            sdk.tables.preview.updateColumn(table().id, props.column.name, changed, { signal })
          }
        />
      }
    >
      <ColumnFields
        column={draft}
        own={own() ?? []}
        problems={problems()}
        tried
        onChange={setDraft}
        isNew={false}
      />
    </ChangePanel>
  );
}
