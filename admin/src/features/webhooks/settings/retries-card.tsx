import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { isOutbound } from '../direction.ts';
import { useWebhook } from '../page/webhook-context.tsx';
import { retryPlan } from './retry-plan.ts';
import { wholeNumberProblem } from './whole-number.ts';

const STRATEGIES = [
  { value: 'exponential', label: 'Twice as long each time' },
  { value: 'linear', label: 'One delay more each time' },
  { value: 'fixed', label: 'The same delay each time' },
] as const;

const FUNCTION_FAILS = 'It has failed when it throws, answers with 400 or more, or takes too long.';
const RECEIVER_FAILS = 'It has failed with any answer but 2xx, or none within 15 seconds.';

/** What happens to a delivery that failed. */
export function RetriesCard() {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const [draft, setDraft] = createStore({
    enabled: webhook().retry_enabled,
    attempts: String(webhook().retry_attempts),
    strategy: webhook().retry_backoff_strategy,
    delay: String(webhook().retry_delay_seconds),
    longest: String(webhook().retry_max_delay_seconds),
  });
  const [changed, setChanged] = createSignal(false);
  const change = (changes: Partial<typeof draft>) => {
    setChanged(true);
    setDraft(changes);
  };
  const problems = () => ({
    attempts: wholeNumberProblem(draft.attempts, 1, 10),
    delay: wholeNumberProblem(draft.delay, 1, 3600),
    longest: wholeNumberProblem(draft.longest, 1, 86_400),
  });
  const isValid = () => Object.values(problems()).every((problem) => problem === undefined);
  const policy = () => ({
    retry_enabled: draft.enabled,
    retry_attempts: Number(draft.attempts),
    retry_backoff_strategy: draft.strategy,
    retry_delay_seconds: Number(draft.delay),
    retry_max_delay_seconds: Number(draft.longest),
  });
  const form = createSubmission(
    () => changed() && isValid(),
    async () => {
      const saved = await sdk.webhooks.update(webhook().id, policy());
      setChanged(false);
      showToast({ kind: 'success', title: 'Saved.' });
      await accept(saved);
    },
  );
  return (
    <Card title={isOutbound(webhook()) ? 'When the receiver fails' : 'When the function fails'}>
      <form class="space-y-4 p-4" noValidate onSubmit={form.submit}>
        <Switch
          label="Try again"
          hint={isOutbound(webhook()) ? RECEIVER_FAILS : FUNCTION_FAILS}
          checked={draft.enabled}
          onChange={(enabled) => change({ enabled })}
        />
        <Show when={draft.enabled}>
          <div class="grid gap-4 sm:grid-cols-2">
            <TextField
              label="Attempts after the first one"
              type="number"
              value={draft.attempts}
              onInput={(attempts) => change({ attempts })}
              error={problems().attempts}
            />
            <Select
              label="Waiting"
              options={[...STRATEGIES]}
              value={draft.strategy}
              onChange={(strategy) => change({ strategy })}
            />
            <TextField
              label="First delay (seconds)"
              type="number"
              value={draft.delay}
              onInput={(delay) => change({ delay })}
              error={problems().delay}
            />
            <TextField
              label="Longest delay (seconds)"
              type="number"
              value={draft.longest}
              onInput={(longest) => change({ longest })}
              error={problems().longest}
            />
          </div>
          <Show when={isValid()}>
            <p class="text-xs text-muted">{retryPlan(policy())}</p>
          </Show>
        </Show>
        <ErrorNotice title="Nothing was saved." error={form.error()} />
        <Button type="submit" variant="primary" busy={form.busy()} disabled={!changed() || !isValid()}>
          Save
        </Button>
      </form>
    </Card>
  );
}
