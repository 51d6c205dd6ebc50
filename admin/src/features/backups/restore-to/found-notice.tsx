import type { RecoveredDatabase } from '@selfdb/sdk';
import DatabaseZap from 'lucide-solid/icons/database-zap';
import { For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { formatClock, formatTime } from '../../../ui/format/times.ts';
import type { SeenJob } from '../job/watch-job.ts';

/** What can be done with a restore to a time before it is confirmed. */
export interface RecoveryActions {
  drop: () => void;
  isDropping: () => boolean;
  restore: () => void;
}

interface FoundNoticeProps {
  job: SeenJob;
  found: RecoveredDatabase;
  actions: RecoveryActions;
}

/** What the database of a time has, with the decision about it. */
export function FoundNotice(props: FoundNoticeProps) {
  return (
    <section aria-label="Recovered database" class="border-b border-line bg-canvas px-4 py-3 sm:px-6">
      <div class="flex max-w-3xl items-start gap-2.5 text-sm">
        <DatabaseZap class="mt-0.5 size-4 shrink-0 text-link" />
        <div class="min-w-0 flex-1 space-y-2">
          <p role="status" class="font-medium">
            The database of <Show when={props.job.to}>{(to) => formatTime(to())}</Show> is recovered beside
            the present one.
          </p>
          <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
            <dt class="text-muted">Last change</dt>
            <dd>
              <Show when={props.found.last_transaction_at} fallback="before the base backup">
                {(at) => formatTime(at())}
              </Show>
            </dd>
            <dt class="text-muted">Contents</dt>
            <dd>
              {counted(props.found.users, 'user')}, {counted(props.found.tables, 'table')},{' '}
              {counted(props.found.files.count, 'file')} ({formatBytes(props.found.files.bytes)})
            </dd>
            <For each={props.found.largest_tables}>
              {({ name, rows, is_estimate }) => (
                <>
                  <dt class="min-w-0 font-mono text-xs break-all text-muted">{name}</dt>
                  <dd>
                    {is_estimate ? 'about ' : ''}
                    {formatCount(rows)} {rows === 1 ? 'row' : 'rows'}
                  </dd>
                </>
              )}
            </For>
          </dl>
          <p class="text-muted">
            Nothing has changed so far.
            <Show when={props.job.answer_until}>
              {(until) => <> Without an answer, it is dropped at {formatClock(until())}.</>}
            </Show>
          </p>
          <Show
            when={!props.job.by_command}
            fallback={<p>A command on a terminal began this. It waits for an answer there.</p>}
          >
            <div class="flex flex-wrap gap-2">
              <Button busy={props.actions.isDropping()} onClick={props.actions.drop}>
                Drop it
              </Button>
              <Button variant="danger" disabled={props.actions.isDropping()} onClick={props.actions.restore}>
                Restore this time
              </Button>
            </div>
          </Show>
        </div>
      </div>
    </section>
  );
}
