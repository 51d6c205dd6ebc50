import { createQuery } from '@tanstack/solid-query';
import Copy from 'lucide-solid/icons/copy-plus';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { rowQuery } from '../queries.ts';
import { useRows } from '../rows-model.ts';
import type { RowValues } from '../values/show-value.ts';
import { fieldsOfDraft, fieldsOfRow } from './field-state.ts';
import { RowForm } from './row-form.tsx';

/** The row that the URL names, or the row that is being made. */
export function RowPanel() {
  const rows = useRows();
  const openKey = () => (rows.draft() ? undefined : rows.view.openRow());
  return (
    <>
      <Show when={rows.draft()} keyed>
        {(values) => <DraftPanel values={values} />}
      </Show>
      <Show when={openKey() !== undefined && rows.keyColumns().length > 0 ? openKey() : undefined} keyed>
        {(key) => <OpenRowPanel key={key} />}
      </Show>
    </>
  );
}

function DraftPanel(props: { values: RowValues }) {
  const rows = useRows();
  async function insert(values: RowValues) {
    const [row] = await rows.api.insert([values]);
    await rows.source.refresh();
    const index = row && rows.source.find((other) => rows.keyOf(other) === rows.keyOf(row));
    if (index !== undefined) rows.selection.moveTo({ row: index, column: 0 });
    showToast({
      kind: 'success',
      title: 'The row was created.',
      ...(index === undefined && row && rows.edits.canEdit()
        ? {
            detail: 'It is not among the rows in sight.',
            action: { label: 'Open', run: () => rows.openRow(row) },
          }
        : {}),
    });
  }
  return (
    <RowForm
      title="Create row"
      description={`In ${rows.table().name}. Fields on “Default” are filled in by the database.`}
      before={undefined}
      fields={fieldsOfDraft(props.values, rows.columns())}
      focused={rows.columns().find((column) => !column.primaryKey && column.default === undefined)?.name}
      saveLabel="Create row"
      onSave={insert}
      onClose={() => rows.setDraft(undefined)}
    />
  );
}

function OpenRowPanel(props: { key: string }) {
  const rows = useRows();
  const row = createQuery(() => rowQuery(rows.api, rows.table().id, props.key, rows.keyColumns()));
  const close = () => rows.view.setOpenRow(undefined);
  const title = createMemo(() => `Row ${props.key}`);
  return (
    <Switch
      fallback={
        <SidePanel open onClose={close} title={title()} wide>
          <SkeletonRows rows={10} />
        </SidePanel>
      }
    >
      <Match when={row.error}>
        <SidePanel open onClose={close} title={title()} wide>
          <ErrorNotice error={row.error} onRetry={() => void row.refetch()} />
        </SidePanel>
      </Match>
      <Match when={row.data?.value === null}>
        <SidePanel open onClose={close} title={title()} wide>
          <EmptyState title="This row is gone">It was deleted, or its key has changed.</EmptyState>
        </SidePanel>
      </Match>
      <Match when={row.data?.value} keyed>
        {(values) => <EditPanel row={values} title={title()} onClose={close} />}
      </Match>
    </Switch>
  );
}

function EditPanel(props: { row: RowValues; title: string; onClose: () => void }) {
  const rows = useRows();
  async function save(values: RowValues) {
    if (Object.keys(values).length === 0) return;
    await rows.edits.saveOrThrow(props.row, values);
  }
  function duplicate() {
    const copied = rows.columns().filter((column) => !column.primaryKey && !column.unique);
    rows.setDraft(Object.fromEntries(copied.map(({ name }) => [name, props.row[name] ?? null])));
    props.onClose();
  }
  return (
    <RowForm
      title={props.title}
      description={`In the table ${rows.table().name}`}
      before={props.row}
      fields={fieldsOfRow(props.row, rows.columns())}
      focused={rows.panelField()}
      saveLabel="Save"
      onSave={save}
      onClose={props.onClose}
      actions={
        <>
          <Button icon={<Copy />} onClick={duplicate}>
            Duplicate
          </Button>
          <CopyButton
            size="md"
            caption="Copy as JSON"
            label="Copy the row as JSON"
            text={() => JSON.stringify(props.row, null, 2)}
          />
        </>
      }
    />
  );
}
