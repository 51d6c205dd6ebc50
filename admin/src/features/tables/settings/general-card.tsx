import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { tableNameProblem } from '../create/draft.ts';
import { tablePath } from '../paths.ts';
import { useTable } from '../table/table-context.tsx';

/** Name and description, saved together. */
export function GeneralCard() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const { table, refresh } = useTable();
  const [name, setName] = createSignal(table().name);
  const [description, setDescription] = createSignal(table().description ?? '');
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  // A table made by SQL may have a name that the API would not give; it may keep it.
  const problem = () => (name() === table().name ? undefined : tableNameProblem(name()));
  const changed = () => name() !== table().name || description().trim() !== (table().description ?? '');
  async function save(event: Event) {
    event.preventDefault();
    if (busy() || problem() || !changed()) return;
    setBusy(true);
    setError(undefined);
    try {
      const renamed = name() !== table().name;
      const saved = await sdk.tables.update(table().id, {
        ...(renamed && { name: name() }),
        description: description().trim() || null,
      });
      showToast({ kind: 'success', title: 'Saved.' });
      if (renamed) navigate(tablePath(saved, 'settings'), { replace: true });
      await refresh();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Card title="General">
      <form class="space-y-4 p-4" onSubmit={save}>
        <TextField
          label="Name"
          mono
          autocomplete="off"
          value={name()}
          onInput={setName}
          error={problem() && `The name ${problem()}.`}
          hint="Programs and SQL that use the old name stop working; those that use the ID keep working."
        />
        <TextField label="Description" lines={2} value={description()} onInput={setDescription} />
        <ErrorNotice title="Nothing was saved." error={error()} />
        <Button
          type="submit"
          variant="primary"
          busy={busy()}
          disabled={!changed() || problem() !== undefined}
        >
          Save
        </Button>
      </form>
    </Card>
  );
}
