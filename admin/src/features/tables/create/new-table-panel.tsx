import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { createEffect, createMemo, createSignal, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { tablePath } from '../paths.ts';
import { answerOf, ownTypesQuery, useRefreshTables } from '../queries.ts';
import { ColumnsEditor } from './columns-editor.tsx';
import { toTableInput } from './draft.ts';
import { createDraftStore } from './draft-store.ts';
import { TableFields } from './table-fields.tsx';

/** Makes a table and goes to its rows. What was written stays until the table is made, also when the panel is closed. */
export function NewTablePanel(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const navigate = useNavigate();
  const refresh = useRefreshTables();
  const store = createDraftStore();
  const types = createQuery(() => ({ ...ownTypesQuery(sdk), enabled: props.open }));
  const own = () => answerOf(types);
  const input = createMemo(() => toTableInput(store.draft, own()));
  // Problems of what was not written yet are shown once the person tries to create the table.
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  let form: HTMLFormElement | undefined;
  createEffect(
    on(
      () => props.open,
      () => {
        setTried(false);
        setError(undefined);
      },
    ),
  );
  async function create() {
    setTried(true);
    const table = input();
    if (!table) form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    if (!table || busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      const created = await sdk.tables.create(table);
      showToast({ kind: 'success', title: `The table ${created.name} is ready.` });
      store.reset();
      navigate(tablePath(created));
      await refresh();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <SidePanel
      open={props.open}
      onClose={props.onClose}
      title="Create table"
      wide
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" busy={busy()} onClick={() => void create()}>
            Create table
          </Button>
        </>
      }
    >
      <form
        ref={(element) => {
          form = element;
        }}
        class="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void create();
        }}
      >
        <TableFields
          store={store}
          tried={tried()}
          onNext={() => form?.querySelector<HTMLElement>('ol input')?.focus()}
        />
        <ColumnsEditor store={store} own={own()} tried={tried()} />
        <SqlPreview
          of={input()}
          preview={(table, signal) => sdk.tables.preview.create(table, { signal })}
          incomplete="Give the table and its columns names to see the SQL."
        />
        <ErrorNotice title="The table was not created." error={error()} />
      </form>
    </SidePanel>
  );
}
