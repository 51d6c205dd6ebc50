import { Description, Id, listQuery, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { belongsTogether, suitsOneDirection } from './direction.ts';

const Direction = z.enum(['inbound', 'outbound']);
const Operation = z.enum(['INSERT', 'UPDATE', 'DELETE']);
const BackoffStrategy = z.enum(['exponential', 'linear', 'fixed']);

export const Webhook = z
  .object({
    id: Id,
    owner_id: Id,
    name: z.string(),
    description: z.string().nullable(),
    direction: Direction,
    is_active: z.boolean(),
    function_id: Id.nullable().openapi({ description: 'Inbound: what runs' }),
    webhook_token: z
      .string()
      .nullable()
      .openapi({ description: 'Inbound: the last part of the URL. Treat it as a secret' }),
    url: z.string().nullable().openapi({ description: 'Inbound: the address to enter at the provider' }),
    table_id: Id.nullable().openapi({ description: 'Outbound: the table whose changes are sent' }),
    table: z.string().nullable().openapi({ description: 'Outbound: the name that the table has now' }),
    operations: z.array(Operation).nullable().openapi({ description: 'Outbound: the changes that are sent' }),
    target_url: z.string().nullable().openapi({ description: 'Outbound: where they are sent' }),
    provider: z.string().nullable(),
    provider_event_type: z.string().nullable(),
    require_signature: z.boolean(),
    rate_limit_per_minute: z.int(),
    retry_enabled: z.boolean(),
    retry_attempts: z.int(),
    retry_backoff_strategy: BackoffStrategy,
    retry_delay_seconds: z.int(),
    retry_max_delay_seconds: z.int(),
    old_secret_until: Time.nullable().openapi({
      description:
        'Until then, requests signed with the former secret are accepted too, and outbound ones are signed with both',
    }),
    last_received_at: Time.nullable(),
    last_delivery_status: z.string().nullable(),
    total_delivery_count: z.int(),
    successful_delivery_count: z.int(),
    failed_delivery_count: z.int(),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Webhook');
export type Webhook = z.infer<typeof Webhook>;

export const WebhookWithSecret = Webhook.extend({
  secret_key: z.string().openapi({ description: 'Signs requests. No later answer shows it again' }),
}).openapi('WebhookWithSecret');
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

const Name = Text.min(1).max(255);
const SecretKey = Text.min(1).max(500);
const Provider = Text.max(100).nullish().openapi({
  description:
    'github, stripe, slack or standard-webhooks: how requests are signed. Any other text: the header X-Webhook-Signature',
  example: 'github',
});
const EventType = Text.max(500).nullish().openapi({
  description:
    'Only this event runs the function, or these, with commas between them. Others are stored and not run',
  example: 'push, pull_request.opened',
});

const TableReference = Text.min(1).max(63).openapi({
  description: 'The name or the id of the table. The owner of the webhook must be allowed to read it',
});
const Operations = z.array(Operation).min(1).max(3);
const TargetUrl = Text.max(2000).openapi({
  format: 'uri',
  description:
    'Where changes are sent: http or https. Addresses that are not public need FUNCTIONS_ALLOWED_ADDRESSES',
  example: 'https://example.com/hooks/movies',
});

const policy = {
  require_signature: z.boolean().optional().openapi({ default: true }),
  rate_limit_per_minute: z.int().min(1).max(10_000).optional().openapi({ default: 100 }),
  retry_enabled: z.boolean().optional().openapi({ default: true }),
  retry_attempts: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .openapi({ default: 3, description: 'Attempts after the first one. Outbound: 10 by default' }),
  retry_backoff_strategy: BackoffStrategy.optional().openapi({ default: 'exponential' }),
  retry_delay_seconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .openapi({ default: 60, description: 'Outbound: 90 by default' }),
  retry_max_delay_seconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .openapi({ default: 3600, description: 'Outbound: 43200 by default' }),
  is_active: z.boolean().optional().openapi({ default: true }),
};

export const CreateWebhook = z
  .strictObject({
    direction: Direction.optional().openapi({ default: 'inbound' }),
    name: Name,
    function_id: Id.optional().openapi({ description: 'Inbound, and required: what runs' }),
    description: Description.nullish(),
    provider: Provider,
    provider_event_type: EventType,
    table: TableReference.optional().openapi({ description: 'Outbound, and required: its name or id' }),
    operations: Operations.optional().openapi({ description: 'Outbound. By default all three' }),
    target_url: TargetUrl.optional(),
    secret_key: SecretKey.optional().openapi({
      description: 'By default, a new one is made. Outbound: whsec_ and base64 of 24 to 64 bytes',
    }),
    ...policy,
  })
  .superRefine(belongsTogether)
  .openapi('CreateWebhook');
export type CreateWebhook = z.output<typeof CreateWebhook>;

export const UpdateWebhook = z
  .strictObject({
    name: Name.optional(),
    function_id: Id.optional(),
    description: Description.nullish(),
    provider: Provider,
    provider_event_type: EventType,
    table: TableReference.optional(),
    operations: Operations.optional(),
    target_url: TargetUrl.optional(),
    secret_key: SecretKey.optional().openapi({
      description: 'Replaces the secret. The former one is accepted for WEBHOOK_SECRET_GRACE_HOURS',
    }),
    ...policy,
  })
  .superRefine(suitsOneDirection)
  .openapi('UpdateWebhook');
export type UpdateWebhook = z.output<typeof UpdateWebhook>;

export const RotateSecret = z
  .strictObject({
    secret_key: SecretKey.optional().openapi({ description: 'By default, a new one is made' }),
  })
  .openapi('RotateWebhookSecret');

export const ListWebhooks = listQuery(['created_at', 'updated_at', 'name']);
export type ListWebhooks = z.output<typeof ListWebhooks>;
