import type { BackupSchedule } from '@selfdb/sdk';
import type { CreateQueryResult } from '@tanstack/solid-query';
import CalendarClock from 'lucide-solid/icons/calendar-clock';
import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { answerOf } from '../../tables/queries.ts';
import { cronInWords } from './cron-words.ts';

/** When backups are made, as a sentence, and what became of the last one if it was not as planned. */
export function ScheduleBar(props: { query: CreateQueryResult<BackupSchedule>; onEdit: () => void }) {
  const schedule = () => answerOf(props.query);
  return (
    <>
      <Toolbar
        actions={
          <Button icon={<CalendarClock />} disabled={!schedule()} onClick={props.onEdit}>
            {schedule()?.cron === '' ? 'Set a schedule' : 'Change schedule'}
          </Button>
        }
      >
        <Show
          when={schedule()}
          fallback={
            <Show
              when={!props.query.error}
              fallback={<span class="text-muted">The schedule is not known.</span>}
            >
              <Skeleton class="h-4 w-72" />
            </Show>
          }
        >
          {(known) => <Sentence schedule={known()} />}
        </Show>
      </Toolbar>
      <Show when={props.query.error && !schedule()}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The schedule could not be read."
            error={props.query.error}
            onRetry={() => void props.query.refetch()}
          />
        </div>
      </Show>
      <Show when={schedule()?.last_run}>{(run) => <LastRun run={run()} />}</Show>
    </>
  );
}

function Sentence(props: { schedule: BackupSchedule }) {
  const next = () => props.schedule.next_runs[0];
  return (
    <p class="min-w-0 flex-1 text-sm">
      <Show
        when={props.schedule.cron !== ''}
        fallback={<span class="text-muted">Automatic backups are off.</span>}
      >
        <span class="font-medium">
          {cronInWords(props.schedule.cron)} ({props.schedule.timezone})
        </span>
        <span class="text-muted">
          {' · '}
          <Show when={next()}>
            {(at) => (
              <>
                next <time title={formatTime(at())}>{formatAgo(at())}</time>
                {' · '}
              </>
            )}
          </Show>
          kept for {counted(props.schedule.retention_days, 'day')}
          {props.schedule.verify ? ' · one a week is verified by a trial restore' : ''}
        </span>
      </Show>
    </p>
  );
}

function LastRun(props: { run: NonNullable<BackupSchedule['last_run']> }) {
  return (
    <Show when={props.run.error ?? props.run.was_missed}>
      <div class="border-b border-line px-4 py-3 sm:px-6">
        <Show
          when={props.run.error}
          fallback={
            <p role="status" class="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
              The backup of {formatTime(props.run.due_at)} was made up {formatAgo(props.run.started_at)}: the
              system was stopped when it was due.
            </p>
          }
        >
          {(error) => (
            <ErrorNotice
              title={`The last backup of the schedule failed ${formatAgo(props.run.started_at)}, after ${counted(props.run.attempts, 'attempt')}.`}
              error={new Error(error())}
            />
          )}
        </Show>
      </div>
    </Show>
  );
}
