import { Description, Id, listQuery, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const BackoffStrategy = z.enum(['exponential', 'linear', 'fixed']);

export const Webhook = z
  .object({
    id: Id,
    owner_id: Id,
    name: z.string(),
    description: z.string().nullable(),
    direction: z.literal('inbound'),
    is_active: z.boolean(),
    function_id: Id,
    webhook_token: z.string().openapi({ description: 'The last part of the URL. Treat it as a secret' }),
    url: z.string().openapi({ description: 'The address to enter at the provider' }),
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
      description: 'Until then, requests signed with the former secret are accepted too',
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

const policy = {
  require_signature: z.boolean().optional().openapi({ default: true }),
  rate_limit_per_minute: z.int().min(1).max(10_000).optional().openapi({ default: 100 }),
  retry_enabled: z.boolean().optional().openapi({ default: true }),
  retry_attempts: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .openapi({ default: 3, description: 'Attempts after the first one' }),
  retry_backoff_strategy: BackoffStrategy.optional().openapi({ default: 'exponential' }),
  retry_delay_seconds: z.int().min(1).max(3600).optional().openapi({ default: 60 }),
  retry_max_delay_seconds: z.int().min(1).max(86_400).optional().openapi({ default: 3600 }),
  is_active: z.boolean().optional().openapi({ default: true }),
};

export const CreateWebhook = z
  .strictObject({
    direction: z.literal('inbound').optional(),
    name: Name,
    function_id: Id,
    description: Description.nullish(),
    provider: Provider,
    provider_event_type: EventType,
    secret_key: SecretKey.optional().openapi({ description: 'By default, a new one is made' }),
    ...policy,
  })
  .openapi('CreateWebhook');
export type CreateWebhook = z.output<typeof CreateWebhook>;

export const UpdateWebhook = z
  .strictObject({
    name: Name.optional(),
    function_id: Id.optional(),
    description: Description.nullish(),
    provider: Provider,
    provider_event_type: EventType,
    secret_key: SecretKey.optional().openapi({
      description: 'Replaces the secret. The former one is accepted for WEBHOOK_SECRET_GRACE_HOURS',
    }),
    ...policy,
  })
  .openapi('UpdateWebhook');
export type UpdateWebhook = z.output<typeof UpdateWebhook>;

export const RotateSecret = z
  .strictObject({
    secret_key: SecretKey.optional().openapi({ description: 'By default, a new one is made' }),
  })
  .openapi('RotateWebhookSecret');

export const ListWebhooks = listQuery(['created_at', 'updated_at', 'name']);
export type ListWebhooks = z.output<typeof ListWebhooks>;
