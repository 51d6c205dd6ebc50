import type { Webhook } from '@selfdb/sdk';

export type WebhookOperation = NonNullable<Webhook['operations']>[number];

/** Whether a webhook sends changes of a table, instead of receiving requests. */
export function isOutbound({ direction }: Pick<Webhook, 'direction'>): boolean {
  return direction === 'outbound';
}

/** The changes that can be sent, and what a person calls them. */
export const OPERATION_LABELS: { value: WebhookOperation; label: string }[] = [
  { value: 'INSERT', label: 'Insertions' },
  { value: 'UPDATE', label: 'Updates' },
  { value: 'DELETE', label: 'Deletions' },
];
