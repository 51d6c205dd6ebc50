import type { FunctionExecution } from '@selfdb/sdk';
import type { SelectOption } from '../../../ui/controls/select.tsx';
import type { Tone } from '../../../ui/display/badge.tsx';
import { formatMilliseconds } from '../../../ui/format/numbers.ts';
import { formatTime } from '../../../ui/format/times.ts';

type Status = FunctionExecution['status'];
type TriggerType = FunctionExecution['trigger_type'];

const STATUSES: Record<Status, { label: string; tone: Tone }> = {
  running: { label: 'running', tone: 'accent' },
  completed: { label: 'completed', tone: 'success' },
  failed: { label: 'failed', tone: 'danger' },
  timeout: { label: 'timed out', tone: 'warning' },
};

const TRIGGERS: Record<TriggerType, string> = {
  http: 'HTTP',
  schedule: 'schedule',
  database: 'database',
  webhook: 'webhook',
  event: 'event',
  manual: 'by hand',
};

export const STATUS_OPTIONS: SelectOption<Status | 'any'>[] = [
  { value: 'any', label: 'Any status' },
  { value: 'completed', label: 'Completed' },
  { value: 'failed', label: 'Failed' },
  { value: 'timeout', label: 'Timed out' },
  { value: 'running', label: 'Running' },
];

export const TRIGGER_OPTIONS: SelectOption<TriggerType | 'any'>[] = [
  { value: 'any', label: 'Any trigger' },
  { value: 'http', label: 'HTTP' },
  { value: 'schedule', label: 'Schedule' },
  { value: 'event', label: 'Event' },
  { value: 'webhook', label: 'Webhook' },
  { value: 'database', label: 'Database' },
];

/** A status in a word, with its colour. */
export function describeStatus(status: Status): { label: string; tone: Tone } {
  return STATUSES[status];
}

/** What started an execution, in a word. */
export function triggerWord(type: TriggerType): string {
  return TRIGGERS[type];
}

/** How long an execution took; nothing while it runs. */
export function durationOf({ duration_ms: duration }: FunctionExecution): string {
  return duration === null ? '' : formatMilliseconds(duration);
}

/** An execution as a sentence, for a bar that shows none of it. */
export function describeExecution(execution: FunctionExecution): string {
  const { label } = describeStatus(execution.status);
  const took = durationOf(execution);
  return [formatTime(execution.started_at), label, took, triggerWord(execution.trigger_type)]
    .filter(Boolean)
    .join(', ');
}

/** A filter of the URL; undefined for what is none. */
export function readFilter<T extends string>(
  options: SelectOption<T | 'any'>[],
  value: string | undefined,
): T | undefined {
  const found = options.find((option) => option.value === value)?.value;
  return found === 'any' || found === undefined ? undefined : (found as T);
}
