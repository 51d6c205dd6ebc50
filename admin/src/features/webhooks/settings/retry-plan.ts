import type { Webhook } from '@selfdb/sdk';
import { formatMilliseconds } from '../../../ui/format/numbers.ts';

type RetryPolicy = Pick<
  Webhook,
  'retry_attempts' | 'retry_backoff_strategy' | 'retry_delay_seconds' | 'retry_max_delay_seconds'
>;

/** After how many seconds each attempt follows the one before, without the fifth by which they differ. */
export function retryDelays({
  retry_attempts: attempts,
  retry_backoff_strategy: strategy,
  retry_delay_seconds: delay,
  retry_max_delay_seconds: longest,
}: RetryPolicy): number[] {
  const factor = { fixed: () => 1, linear: (n: number) => n + 1, exponential: (n: number) => 2 ** n }[
    strategy
  ];
  return Array.from({ length: attempts }, (_, n) => Math.min(delay * factor(n), longest));
}

/** The attempts as a sentence. */
export function retryPlan(policy: RetryPolicy): string {
  const delays = retryDelays(policy).map((seconds) => durationText(seconds));
  return `Tried again after about ${delays.join(', then ')}.`;
}

function durationText(seconds: number): string {
  if (seconds < 60) return formatMilliseconds(seconds * 1000).replace('.0', '');
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.round(minutes / 60)} h`;
}
