import Ban from 'lucide-solid/icons/ban';
import CircleCheck from 'lucide-solid/icons/circle-check';
import X from 'lucide-solid/icons/x';
import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Progress } from '../../../ui/display/progress.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { FoundNotice, type RecoveryActions } from '../restore-to/found-notice.tsx';
import { waiting } from '../restore-to/waiting.ts';
import { jobTitle, progressInWords, stepInWords } from './job-words.ts';
import type { SeenJob } from './watch-job.ts';

const FAILED = {
  backup: 'The backup failed.',
  verify: 'The backup is not good.',
  restore: 'The restore failed. Nothing has changed.',
  restore_to: 'The restore to a time failed.',
};

const DONE = {
  backup: 'The backup is made, and was read back.',
  verify: 'The backup is good.',
  restore: 'The backup was restored.',
  restore_to: 'The database was restored to a time.',
};

interface JobNoticeProps {
  job: SeenJob | undefined;
  error: unknown;
  recovery: RecoveryActions;
  onDismiss: () => void;
}

/** How far the job is that runs, or how the last one ended. */
export function JobNotice(props: JobNoticeProps) {
  return (
    <Switch>
      <Match when={props.error}>
        <Ended onDismiss={props.onDismiss}>
          <ErrorNotice title="How the job goes on could not be read." error={props.error} />
        </Ended>
      </Match>
      <Match when={waiting(props.job)}>
        {(job) => (
          <Show when={job().found}>
            {(found) => <FoundNotice job={job()} found={found()} actions={props.recovery} />}
          </Show>
        )}
      </Match>
      <Match when={props.job?.status === 'running' && props.job}>
        {(job) => <Running job={job()} recovery={props.recovery} />}
      </Match>
      <Match when={props.job?.status === 'failed' && props.job}>
        {(job) => (
          <Ended onDismiss={props.onDismiss}>
            <ErrorNotice
              title={FAILED[job().kind]}
              error={new Error(job().error ?? 'The log has the reason.')}
            >
              <JobSubject job={job()} />
            </ErrorNotice>
          </Ended>
        )}
      </Match>
      <Match when={props.job?.status === 'cancelled' && props.job}>
        {(job) => (
          <Ended onDismiss={props.onDismiss}>
            <Cancelled job={job()} />
          </Ended>
        )}
      </Match>
      <Match when={props.job?.status === 'done' && props.job}>
        {(job) => (
          <Ended onDismiss={props.onDismiss}>
            <Done job={job()} />
          </Ended>
        )}
      </Match>
    </Switch>
  );
}

function Running(props: { job: SeenJob } & Pick<JobNoticeProps, 'recovery'>) {
  const value = () => (props.job.total ? Math.min(props.job.bytes / props.job.total, 1) : undefined);
  return (
    <section aria-label={jobTitle(props.job)} class="border-b border-line bg-canvas px-4 py-3 sm:px-6">
      <p class="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm">
        <span class="font-medium">{jobTitle(props.job)}</span>
        <JobSubject job={props.job} />
      </p>
      <Progress
        label={stepInWords(props.job)}
        value={value()}
        detail={progressInWords(props.job.bytes, props.job.total ?? undefined, props.job.secondsLeft)}
      />
      <Show when={mayBeCancelled(props.job)}>
        <Button class="mt-2" size="sm" busy={props.recovery.isDropping()} onClick={props.recovery.drop}>
          Cancel
        </Button>
      </Show>
      <Show when={props.job.kind === 'restore'}>
        <p class="mt-2 text-xs text-muted">
          At the end all users are signed out. Sign in then with an account of the backup.
        </p>
      </Show>
    </section>
  );
}

/** The archive of a job, or the time that it restores. */
function JobSubject(props: { job: SeenJob }) {
  return (
    <Show
      when={props.job.to}
      fallback={
        <span class="block min-w-0 font-mono text-xs break-all text-muted">{props.job.filename}</span>
      }
    >
      {(to) => <span class="block text-sm text-muted">{formatTime(to())}</span>}
    </Show>
  );
}

/** A command is cancelled on its terminal. */
function mayBeCancelled({ kind, step, by_command }: SeenJob): boolean {
  return kind === 'restore_to' && step !== 'restart' && !by_command;
}

function Cancelled(props: { job: SeenJob }) {
  return (
    <div role="status" class="flex items-start gap-2.5 rounded-md bg-hover px-3 py-2.5 text-sm">
      <Ban class="mt-0.5 size-4 shrink-0 text-muted" />
      <div class="min-w-0 space-y-1">
        <p class="font-medium">The restore to a time was cancelled.</p>
        <p>{props.job.error}</p>
        <JobSubject job={props.job} />
      </div>
    </div>
  );
}

function Done(props: { job: SeenJob }) {
  return (
    <div role="status" class="flex items-start gap-2.5 rounded-md bg-success-soft px-3 py-2.5 text-sm">
      <CircleCheck class="mt-0.5 size-4 shrink-0 text-success" />
      <div class="min-w-0 space-y-1">
        <p class="font-medium">{DONE[props.job.kind]}</p>
        <JobSubject job={props.job} />
        <Show when={props.job.notes.length > 0}>
          <p>This was left out or changed:</p>
          <ul class="list-disc pl-5">
            <For each={props.job.notes}>{(note) => <li>{note}</li>}</For>
          </ul>
        </Show>
      </div>
    </div>
  );
}

function Ended(props: { onDismiss: () => void; children: JSX.Element }) {
  return (
    <div class="flex items-start gap-2 border-b border-line px-4 py-3 sm:px-6">
      <div class="min-w-0 flex-1">{props.children}</div>
      <IconButton label="Dismiss" size="sm" icon={<X />} onClick={props.onDismiss} />
    </div>
  );
}
