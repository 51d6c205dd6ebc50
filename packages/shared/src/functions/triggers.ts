import { Text } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const Operation = z.enum(['INSERT', 'UPDATE', 'DELETE']);
const Operations = z.array(Operation).min(1).max(3);

const HttpTrigger = z.strictObject({
  type: z.literal('http'),
  method: z
    .union([z.string().max(20), z.array(z.string().max(20)).min(1).max(10)])
    .optional()
    .openapi({ description: 'By default, every method' }),
});

const ScheduleTrigger = z.strictObject({
  type: z.literal('schedule'),
  cron: Text.max(200),
  timezone: Text.max(100).optional(),
});

const DatabaseTrigger = z
  .strictObject({
    type: z.literal('database'),
    table: Text.min(1).max(63),
    operations: Operations.optional(),
    events: Operations.optional().openapi({ description: 'The same as `operations`' }),
  })
  .refine(({ operations, events }) => operations === undefined || events === undefined, {
    path: ['events'],
    error: 'is the same as `operations`: send one of them',
  });

const WebhookTrigger = z.strictObject({ type: z.literal('webhook') });
const EventTrigger = z.strictObject({ type: z.literal('event'), event: Text.min(1).max(255) });
const OnceTrigger = z.strictObject({ type: z.literal('once') });

/** What starts a function. */
export const Trigger = z
  .discriminatedUnion('type', [
    HttpTrigger,
    ScheduleTrigger,
    DatabaseTrigger,
    WebhookTrigger,
    EventTrigger,
    OnceTrigger,
  ])
  .openapi('FunctionTrigger');
export type Trigger = z.infer<typeof Trigger>;

export const Triggers = z.array(Trigger).max(50);
