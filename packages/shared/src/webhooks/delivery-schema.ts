import { Id, integerParam, offsetAsSkip, skipFields, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const DeliveryStatus = z
  .enum(['received', 'queued', 'executing', 'completed', 'failed', 'retry_pending'])
  .openapi({ description: 'received: stored and not run, because `provider_event_type` names other events' });

export const WebhookDelivery = z
  .object({
    id: Id,
    webhook_id: Id,
    function_id: Id.nullable().openapi({ description: 'null: the webhook is outbound' }),
    provider_delivery_id: z.string().nullable(),
    source_ip: z.string().nullable(),
    request_headers: z.record(z.string(), z.string()),
    request_body: z.string().openapi({ description: 'As text. A list shows the first 2 KB of each' }),
    request_body_bytes: z.int(),
    signature_valid: z
      .boolean()
      .nullable()
      .openapi({ description: 'null: the request was not signed, or is outbound' }),
    status: DeliveryStatus,
    delivery_attempt: z.int(),
    retry_count: z.int(),
    next_retry_at: Time.nullable(),
    function_execution_id: Id.nullable(),
    execution_result: z.unknown().openapi({
      description: 'What the function answered. Outbound: the first 4 KB of what the receiver answered',
    }),
    error_message: z.string().nullable(),
    execution_time_ms: z.number().nullable(),
    response_status_code: z.int().nullable(),
    created_at: Time,
    received_at: Time,
    processing_started_at: Time.nullable(),
    processing_completed_at: Time.nullable(),
  })
  .openapi('WebhookDelivery');
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const ListDeliveries = offsetAsSkip(
  z.strictObject({
    ...skipFields,
    limit: integerParam(1, 1000, 100),
    status: DeliveryStatus.optional(),
  }),
);
export type ListDeliveries = z.output<typeof ListDeliveries>;
