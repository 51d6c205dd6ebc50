import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { DeleteTableDialog } from '../parts/delete-table-dialog.tsx';
import { answerOf, ownersQuery } from '../queries.ts';
import { useTable } from '../table/table-context.tsx';
import { AccessCard } from './access-card.tsx';
import { GeneralCard } from './general-card.tsx';

/** Name, description, access, realtime and owner of a table, and its deletion. */
export default function TableSettingsPage() {
  const { table } = useTable();
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <div class="max-w-2xl space-y-4 px-4 py-4 pb-10 sm:px-6">
        <GeneralCard />
        <AccessCard />
        <OwnerCard ownerId={table().owner_id} />
        <DangerCard />
      </div>
    </div>
  );
}

function OwnerCard(props: { ownerId: string }) {
  const sdk = useSdk();
  const { table } = useTable();
  const owners = createQuery(() => ownersQuery(sdk, [props.ownerId]));
  return (
    <Card title="Owner">
      <div class="grid gap-3 p-4 sm:grid-cols-2">
        <CopyField label="E-mail" value={answerOf(owners)?.get(props.ownerId) ?? ''} />
        <CopyField label="ID of the table" value={table().id} />
        <p class="text-xs text-muted">Created {formatTime(table().created_at)}</p>
        <p class="text-xs text-muted">Changed {formatTime(table().updated_at)}</p>
      </div>
    </Card>
  );
}

function DangerCard() {
  const { table } = useTable();
  const navigate = useNavigate();
  const [open, setOpen] = createSignal(false);
  return (
    <Card title="Danger zone" class="border-danger/40">
      <div class="flex flex-wrap items-center justify-between gap-3 p-4">
        <p>Delete the table and its rows. They can't be restored.</p>
        <Button variant="danger" icon={<Trash />} onClick={() => setOpen(true)}>
          Delete table
        </Button>
      </div>
      <DeleteTableDialog
        table={table()}
        open={open()}
        onClose={() => setOpen(false)}
        onDeleted={() => navigate('/tables', { replace: true })}
      />
    </Card>
  );
}
