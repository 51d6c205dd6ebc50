import type { BackupSchedule } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { scheduleQuery } from '../queries.ts';
import { readCron, writeCron } from './cron-words.ts';
import { type ScheduleDraft, ScheduleFields } from './schedule-fields.tsx';

const MAX_DAYS = 3650;

interface SchedulePanelProps {
  schedule: BackupSchedule;
  onClose: () => void;
}

/** Changes when backups are made, and shows the next runs and the last one. */
export function SchedulePanel(props: SchedulePanelProps) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const [draft, setDraft] = createSignal(toDraft(props.schedule));
  const cron = () => writeCron(draft());
  const days = () => (/^\d{1,4}$/.test(draft().days) ? Number(draft().days) : 0);
  const isReady = () => Boolean(cron() !== undefined && days() >= 1 && days() <= MAX_DAYS);
  const form = createSubmission(isReady, async () => {
    const { timezone, verify } = draft();
    const schedule = { cron: cron() ?? '', timezone, retention_days: days(), verify };
    queries.setQueryData(scheduleQuery(sdk).queryKey, await sdk.backups.schedule.update(schedule));
    showToast({ kind: 'success', title: 'The schedule is changed.' });
    props.onClose();
  });
  return (
    <SidePanel
      open
      onClose={props.onClose}
      title="Schedule"
      description="When automatic backups are made, and for how long they are kept."
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} disabled={!isReady()} onClick={form.submit}>
            Save schedule
          </Button>
        </>
      }
    >
      <form class="space-y-5" onSubmit={form.submit}>
        <ScheduleFields draft={draft()} onChange={(changes) => setDraft({ ...draft(), ...changes })} />
        <ErrorNotice title="The schedule was not changed." error={form.error()} />
      </form>
      <Runs schedule={props.schedule} />
    </SidePanel>
  );
}

function toDraft({ cron, timezone, retention_days, verify }: BackupSchedule): ScheduleDraft {
  // Who sets a schedule for the first time wants one.
  return { ...readCron(cron || '0 3 * * *'), timezone, days: String(retention_days), verify };
}

function Runs(props: { schedule: BackupSchedule }) {
  return (
    <div class="mt-6 space-y-4 border-t empty:hidden border-line pt-4 text-sm">
      <Show when={props.schedule.next_runs.length > 0}>
        <section>
          <h3 class="font-medium">Next backups, in your time</h3>
          <ul class="mt-1 space-y-0.5 tabular">
            <For each={props.schedule.next_runs}>
              {(at) => (
                <li>
                  {formatTime(at)} <span class="text-muted">{formatAgo(at)}</span>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={props.schedule.last_run}>
        {(run) => (
          <section>
            <h3 class="font-medium">Last backup of the schedule</h3>
            <p class="mt-1">
              {formatTime(run().started_at)} <span class="text-muted">{formatAgo(run().started_at)}</span>
            </p>
            <p class="font-mono text-xs break-all text-muted">{run().filename}</p>
            <p class={run().error ? 'text-danger' : 'text-muted'}>{run().error ?? 'It is good.'}</p>
          </section>
        )}
      </Show>
    </div>
  );
}
