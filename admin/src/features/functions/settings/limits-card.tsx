import { createSignal, For } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from '../page/function-context.tsx';

const LIMITS = [
  {
    field: 'timeout_seconds',
    label: 'Timeout (seconds)',
    min: 1,
    max: 300,
    hint: 'An execution that takes longer is ended, and its caller gets 504.',
  },
  {
    field: 'memory_limit_mb',
    label: 'Memory (MB)',
    min: 64,
    max: 1024,
    hint: 'With more, its process is ended, and callers get 502.',
  },
  {
    field: 'max_concurrent',
    label: 'Executions at once',
    min: 1,
    max: 100,
    hint: 'Further callers wait for a moment, then get 503.',
  },
] as const;

type Field = (typeof LIMITS)[number]['field'];

/** What an execution may use, saved together. */
export function LimitsCard() {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const saved = (): Record<Field, string> => ({
    timeout_seconds: String(fn().timeout_seconds),
    memory_limit_mb: String(fn().memory_limit_mb),
    max_concurrent: String(fn().max_concurrent),
  });
  const [typed, setTyped] = createSignal(saved());
  const problem = ({ field, min, max }: (typeof LIMITS)[number]) => {
    const text = typed()[field];
    const isRight = /^\d{1,5}$/.test(text) && Number(text) >= min && Number(text) <= max;
    return isRight ? undefined : `A whole number from ${min} to ${max}.`;
  };
  const isReady = () =>
    LIMITS.every((limit) => problem(limit) === undefined) &&
    LIMITS.some(({ field }) => typed()[field] !== saved()[field]);
  const form = createSubmission(isReady, async () => {
    const { timeout_seconds, memory_limit_mb, max_concurrent } = typed();
    const changes = {
      timeout_seconds: Number(timeout_seconds),
      memory_limit_mb: Number(memory_limit_mb),
      max_concurrent: Number(max_concurrent),
    };
    await accept(await sdk.functions.update(fn().id, changes));
    showToast({ kind: 'success', title: 'The limits are changed.' });
  });
  return (
    <Card title="Limits">
      <form class="space-y-4 p-4" onSubmit={form.submit}>
        <For each={LIMITS}>
          {(limit) => (
            <TextField
              label={limit.label}
              type="number"
              value={typed()[limit.field]}
              onInput={(text) => setTyped({ ...typed(), [limit.field]: text })}
              error={problem(limit)}
              hint={limit.hint}
            />
          )}
        </For>
        <ErrorNotice title="Nothing was changed." error={form.error()} />
        <Button type="submit" variant="primary" busy={form.busy()} disabled={!isReady()}>
          Save limits
        </Button>
      </form>
    </Card>
  );
}
