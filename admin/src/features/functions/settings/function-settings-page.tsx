import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { answerOf, ownersQuery } from '../../tables/queries.ts';
import { useFunction } from '../page/function-context.tsx';
import { CallersCard } from './callers-card.tsx';
import { DeleteFunctionDialog } from './delete-function-dialog.tsx';
import { LimitsCard } from './limits-card.tsx';
import { NameCard } from './name-card.tsx';
import { NetworkCard } from './network-card.tsx';

/** Name, callers, limits, network and owner of a function, and its deletion. */
export default function FunctionSettingsPage() {
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <div class="max-w-2xl space-y-4 px-4 py-4 pb-10 sm:px-6">
        <NameCard />
        <CallersCard />
        <LimitsCard />
        <NetworkCard />
        <OwnerCard />
        <DangerCard />
      </div>
    </div>
  );
}

function OwnerCard() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const owners = createQuery(() => ownersQuery(sdk, [fn().owner_id]));
  return (
    <Card title="Owner">
      <div class="grid gap-3 p-4 sm:grid-cols-2">
        <CopyField label="E-mail" value={answerOf(owners)?.get(fn().owner_id) ?? ''} />
        <CopyField label="ID of the function" value={fn().id} />
        <p class="text-xs text-muted">Created {formatTime(fn().created_at)}</p>
        <p class="text-xs text-muted">Changed {formatTime(fn().updated_at)}</p>
        <p class="text-xs text-muted sm:col-span-2">
          env.SELFDB acts as the owner: while the owner is deactivated, calls are refused.
        </p>
      </div>
    </Card>
  );
}

function DangerCard() {
  const navigate = useNavigate();
  const [open, setOpen] = createSignal(false);
  return (
    <Card title="Danger zone" class="border-danger/40">
      <div class="flex flex-wrap items-center justify-between gap-3 p-4">
        <p>Delete the function with its versions, executions and logs. They can't be restored.</p>
        <Button variant="danger" icon={<Trash />} onClick={() => setOpen(true)}>
          Delete function
        </Button>
      </div>
      <DeleteFunctionDialog
        open={open()}
        onClose={() => setOpen(false)}
        onDeleted={() => navigate('/functions', { replace: true })}
      />
    </Card>
  );
}
