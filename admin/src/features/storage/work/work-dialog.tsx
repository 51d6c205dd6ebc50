import { For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Progress } from '../../../ui/display/progress.tsx';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { reasonOf, type WorkRunner, type WorkState } from './work.ts';

const SHOWN_FAILURES = 200;

/** How far a work on many files is, and what it could not do. */
export function WorkDialog(props: { runner: WorkRunner }) {
  const state = () => props.runner.state();
  const isRunning = () => state()?.isRunning ?? false;
  const close = () => (isRunning() ? props.runner.cancel() : props.runner.close());
  return (
    <Dialog
      open={state() !== undefined}
      onClose={close}
      title={isRunning() ? `${state()?.title ?? ''}…` : 'Some of it failed'}
      footer={<Button onClick={close}>{isRunning() ? 'Cancel' : 'Close'}</Button>}
    >
      <Show when={state()}>
        {(work) => (
          <div class="space-y-3 text-sm">
            <Progress
              label={isRunning() ? 'Working' : 'Ended'}
              value={shareOf(work())}
              detail={detailOf(work())}
            />
            <Failures work={work()} />
          </div>
        )}
      </Show>
    </Dialog>
  );
}

function Failures(props: { work: WorkState }) {
  const failures = () => props.work.failures;
  return (
    <Show when={failures().length > 0}>
      <div role="alert">
        <p class="mb-1 font-medium text-danger">{counted(failures().length, 'failure')}</p>
        <ul class="max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line">
          <For each={failures().slice(0, SHOWN_FAILURES)}>
            {(failure) => (
              <li class="px-2.5 py-1.5">
                <Show when={failure.path}>
                  <code class="block font-mono text-xs break-all">{failure.path}</code>
                </Show>
                <span class="text-xs text-muted">{reasonOf(failure)}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={failures().length > SHOWN_FAILURES}>
          <p class="mt-1 text-xs text-muted">The first {SHOWN_FAILURES} are shown.</p>
        </Show>
      </div>
    </Show>
  );
}

function shareOf({ done, total }: WorkState): number | undefined {
  if (total === undefined) return undefined;
  return total === 0 ? 1 : Math.min(1, done / total);
}

function detailOf({ done, total, unit }: WorkState): string {
  if (total === undefined) return 'Looking up what there is to do';
  if (unit === 'bytes') return `${formatBytes(done)} of ${formatBytes(total)}`;
  return `${formatCount(done)} of ${counted(total, 'file')}`;
}
