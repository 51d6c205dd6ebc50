import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { fieldLabel, TextField } from '../../../ui/controls/text-field.tsx';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { ChangePanel } from '../schema/change-panel.tsx';
import { useTable } from '../table/table-context.tsx';
import { type IndexDraft, indexMethods, indexProblem, toggleColumn, toIndexInput } from './index-draft.ts';

const EMPTY: IndexDraft = { columns: [], method: 'btree', unique: false, name: '' };

/** Creates an index. The order in which columns are chosen is the order of the index. */
export function NewIndexPanel(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const [draft, setDraft] = createStore<IndexDraft>({ ...EMPTY });
  const [tried, setTried] = createSignal(false);
  createEffect(
    on(
      () => props.open,
      () => {
        setDraft({ ...EMPTY });
        setTried(false);
      },
    ),
  );
  async function create() {
    setTried(true);
    const input = toIndexInput(draft);
    if (!input) return false;
    await sdk.tables.createIndex(table().id, input);
    await refresh();
    return true;
  }
  const place = (column: string) => draft.columns.indexOf(column) + 1;
  return (
    <ChangePanel
      open={props.open}
      onClose={props.onClose}
      title={`Create index on ${table().name}`}
      action="Create index"
      failure="The index was not created."
      meanings={table().row_count > 0 ? ['Rows can’t be written while the index is being built.'] : []}
      onApply={create}
      preview={
        <SqlPreview
          of={toIndexInput(draft)}
          preview={(index, signal) => sdk.tables.preview.createIndex(table().id, index, { signal })}
          incomplete="Choose a column to see the SQL."
        />
      }
    >
      <div class="space-y-4">
        <fieldset>
          <legend class={fieldLabel}>Columns, in the order in which you choose them</legend>
          <div class="max-h-56 space-y-2 overflow-y-auto rounded-md border border-line-strong p-2.5">
            <For each={table().columns}>
              {(column) => (
                <div class="flex items-center justify-between gap-2">
                  <Checkbox
                    label={column.name}
                    checked={place(column.name) > 0}
                    onChange={() => setDraft('columns', toggleColumn(draft.columns, column.name))}
                  />
                  <span class="text-xs text-muted">
                    <Show when={draft.columns.length > 1 && place(column.name) > 0} fallback={column.type}>
                      {place(column.name)} of {draft.columns.length}
                    </Show>
                  </span>
                </div>
              )}
            </For>
          </div>
          <Show when={tried() && indexProblem(draft)}>
            {(problem) => (
              <p role="alert" class="mt-1 text-xs text-danger">
                {problem()}
              </p>
            )}
          </Show>
        </fieldset>
        <Select
          label="Method"
          options={indexMethods}
          value={draft.method}
          onChange={(method) => setDraft('method', method)}
        />
        <Checkbox
          label="Unique"
          hint="No two rows have the same values. Only with btree."
          checked={draft.unique && draft.method === 'btree'}
          disabled={draft.method !== 'btree'}
          onChange={(unique) => setDraft('unique', unique)}
        />
        <TextField
          label="Name (optional)"
          placeholder="made from the table and columns"
          mono
          autocomplete="off"
          value={draft.name}
          onInput={(name) => setDraft('name', name)}
        />
      </div>
    </ChangePanel>
  );
}
