import CircleX from 'lucide-solid/icons/circle-x';
import { createSignal, onCleanup, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Progress } from '../../../ui/display/progress.tsx';
import { formatElapsed } from '../run/elapsed.ts';
import { sqlFailure } from '../run/run-sql.ts';

const TICK_MS = 100;

/** A run that goes on: how long already, and a way to end it. */
export function RunningNotice(props: { startedAt: number; onCancel: () => void }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return (
    <div class="flex max-w-md items-end gap-4 p-4">
      <div class="flex-1">
        <Progress label="Running" detail={formatElapsed(Math.max(0, now() - props.startedAt))} />
      </div>
      <Button size="sm" icon={<CircleX />} onClick={() => props.onCancel()}>
        Cancel
      </Button>
    </div>
  );
}

/** An error of a run, with what Postgres says about it and the place in the text. */
export function FailedNotice(props: {
  error: unknown;
  source: string;
  /** The line on which the source begins in its tab. */
  line: number;
  onShow: () => void;
}) {
  const failure = () => sqlFailure(props.error, props.source);
  const line = () => {
    const position = failure()?.position;
    return position === undefined
      ? undefined
      : props.source.slice(0, position).split('\n').length + props.line - 1;
  };
  return (
    <div class="max-w-3xl p-4">
      <ErrorNotice error={props.error}>
        <Show when={failure()?.hint}>{(hint) => <p class="text-muted">{hint()}</p>}</Show>
        <p class="flex flex-wrap items-center gap-x-3 text-xs text-muted">
          <Show when={failure()?.sqlstate}>{(state) => <span>SQLSTATE {state()}</span>}</Show>
          <Show when={line()}>
            {(found) => (
              <button
                type="button"
                class="rounded-sm text-link hover:underline"
                onClick={() => props.onShow()}
              >
                Show line {found()}
              </button>
            )}
          </Show>
        </p>
      </ErrorNotice>
    </div>
  );
}
