import { NoQuery, Text } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

export const SendEvent = z
  .strictObject({
    event: Text.min(1).max(255).openapi({ example: 'order.paid' }),
    data: z.unknown().optional().openapi({ description: 'What the functions get, at most 256 KB as JSON' }),
  })
  .openapi('SendEvent');
export type SendEvent = z.output<typeof SendEvent>;

export const SentEvent = z
  .object({
    event: z.string(),
    functions: z.int().openapi({ description: 'The number of functions that run for it' }),
  })
  .openapi('SentEvent');
export type SentEvent = z.infer<typeof SentEvent>;

export const sendEvent = route({
  method: 'post',
  path: '/functions/events',
  operationId: 'sendEvent',
  summary: 'Send an event to functions',
  description:
    "Runs the caller's functions, and all public ones, that have a trigger for this event. Each runs once, soon after the answer.",
  tags: ['Functions'],
  security: security.token,
  request: { query: NoQuery, body: jsonBody(SendEvent) },
  responses: { 202: json(SentEvent, 'The event is queued'), ...errors(400, 401, 409, 413, 415) },
});
