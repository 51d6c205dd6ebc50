import type { CreateWebhook, UpdateWebhook, Webhook } from '@selfdb/sdk';
import { OPERATION_LABELS, type WebhookOperation } from '../direction.ts';

/** What the forms for an outbound webhook have. */
export interface OutboundDraft {
  name: string;
  description: string;
  table: string;
  operations: WebhookOperation[];
  targetUrl: string;
}

export type OutboundProblems = Partial<Record<'name' | 'table' | 'operations' | 'targetUrl', string>>;

/** The draft of a webhook, or of a new one. */
export function outboundDraft(webhook?: Webhook): OutboundDraft {
  return {
    name: webhook?.name ?? '',
    description: webhook?.description ?? '',
    table: webhook?.table ?? '',
    operations: webhook?.operations ?? OPERATION_LABELS.map(({ value }) => value),
    targetUrl: webhook?.target_url ?? '',
  };
}

/** What keeps the draft from being sent. */
export function problemsOfOutbound({ name, table, operations, targetUrl }: OutboundDraft): OutboundProblems {
  return {
    ...(name.trim() === '' ? { name: 'Give it a name.' } : {}),
    ...(table.trim() === '' ? { table: 'Choose the table whose changes are sent.' } : {}),
    ...(operations.length === 0 ? { operations: 'Choose at least one.' } : {}),
    ...(isWebAddress(targetUrl) ? {} : { targetUrl: 'An address that begins with https:// or http://.' }),
  };
}

/** The draft as the API takes it. */
export function outboundFields(draft: OutboundDraft): UpdateWebhook & Pick<CreateWebhook, 'name'> {
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    table: draft.table.trim(),
    operations: [...draft.operations],
    target_url: draft.targetUrl.trim(),
  };
}

function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text.trim())?.protocol ?? '');
}
