import type { SelectOption } from '../../../ui/controls/select.tsx';
import type { Tone } from '../../../ui/display/badge.tsx';
import type { DeliveryStatus } from '../queries.ts';

interface StatusWords {
  label: string;
  tone: Tone;
  /** What it means, in a sentence. */
  hint: string;
}

const WORDS: Record<DeliveryStatus, StatusWords> = {
  received: { label: 'not run', tone: 'neutral', hint: 'Stored only: the webhook names other events.' },
  queued: { label: 'waiting', tone: 'accent', hint: 'Waits for the function.' },
  executing: { label: 'running', tone: 'accent', hint: 'The function runs with it.' },
  completed: { label: 'completed', tone: 'success', hint: 'The function answered.' },
  failed: { label: 'failed', tone: 'danger', hint: 'The function failed, and no attempt is left.' },
  retry_pending: { label: 'will retry', tone: 'warning', hint: 'The function failed, and runs again.' },
};

const STATUSES = Object.keys(WORDS) as DeliveryStatus[];

/** The choices of the filter. */
export const DELIVERY_FILTERS: SelectOption<DeliveryStatus | 'any'>[] = [
  { value: 'any', label: 'Any status' },
  ...STATUSES.map((value) => ({ value, label: capitalized(WORDS[value].label), hint: WORDS[value].hint })),
];

const OUTBOUND_HINTS: Record<DeliveryStatus, string> = {
  received: '',
  queued: 'Waits to be sent, after the change before it of the same row.',
  executing: 'Is sent now.',
  completed: 'The receiver answered with 2xx.',
  failed: 'The receiver did not take it, and no attempt is left.',
  retry_pending: 'The receiver did not take it. It is sent again.',
};

/** What a status of an outbound delivery means, in a sentence. */
export function outboundHint(status: DeliveryStatus): string {
  return OUTBOUND_HINTS[status];
}

/** What a status says, in words. Undefined for what is none. */
export function deliveryWords(status: string | null | undefined): StatusWords | undefined {
  const known = readDeliveryStatus(status);
  return known && WORDS[known];
}

/** The status that a text names; undefined for any other. */
export function readDeliveryStatus(text: string | null | undefined): DeliveryStatus | undefined {
  return STATUSES.find((status) => status === text);
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
