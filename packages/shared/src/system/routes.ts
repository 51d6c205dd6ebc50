import { NoQuery, Time } from '../contract/common.ts';
import { errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';
import { FeedHealth } from '../realtime/schema.ts';

const tags = ['System'];

const ServiceState = z.enum(['ok', 'down']);
const Health = z
  .object({
    status: ServiceState,
    services: z.record(z.string(), ServiceState),
    realtime: FeedHealth.optional().openapi({
      description: 'The state of the change feed, if it can be reached',
    }),
  })
  .openapi('Health');
export type Health = z.infer<typeof Health>;

const Status = z
  .object({
    initialized: z.boolean().openapi({ description: 'Whether any user has ever signed in' }),
    version: z.string(),
    services: z
      .record(z.string(), z.object({ state: ServiceState, version: z.string() }))
      .optional()
      .openapi({ description: 'For an ADMIN' }),
  })
  .openapi('SystemStatus');
export type Status = z.infer<typeof Status>;

const Milliseconds = z.number().nullable().openapi({
  description: 'Until the answer began, accurate to a tenth; null without requests',
});
const Minute = z
  .object({
    at: Time.openapi({ description: 'When the minute began' }),
    requests: z.int(),
    errors: z.int().openapi({ description: 'Answers of 500 and above' }),
    client_errors: z.int().openapi({ description: 'Answers from 400 to 499' }),
    p50_ms: Milliseconds,
    p95_ms: Milliseconds,
  })
  .openapi('MetricsMinute');

const Metrics = z
  .object({
    started_at: Time.openapi({
      description: 'When this process of the API began to answer; the totals count from here',
    }),
    requests: z.int(),
    errors: z.int(),
    client_errors: z.int(),
    minutes: Minute.array().openapi({
      description: 'The last 60 minutes, oldest first. The last one is not over',
    }),
  })
  .openapi('SystemMetrics');
export type Metrics = z.infer<typeof Metrics>;

export const getRoot = route({
  method: 'get',
  path: '/',
  operationId: 'getRoot',
  summary: 'Get the name and version',
  tags,
  security: security.open,
  request: { query: NoQuery },
  responses: {
    200: json(
      z.object({ name: z.string(), version: z.string(), docs: z.string() }).openapi('Root'),
      'Name and version',
    ),
    ...errors(),
  },
});

export const getHealth = route({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  summary: 'Check the services',
  tags,
  security: security.open,
  request: { query: NoQuery },
  responses: {
    ...errors(),
    200: json(Health, 'All needed services are up'),
    503: json(Health, 'A needed service is down'),
  },
});

export const getSystemStatus = route({
  method: 'get',
  path: '/system/status',
  operationId: 'getSystemStatus',
  summary: 'Get the state of the system',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery },
  responses: { 200: json(Status, 'The state'), ...errors(401) },
});

export const getSystemMetrics = route({
  method: 'get',
  path: '/system/metrics',
  operationId: 'getSystemMetrics',
  summary: 'Get how many requests the API answered, and how fast (ADMIN)',
  description:
    'Counted in the memory of the process that answers, from its start. As text for Prometheus with `format=prometheus` or `Accept: text/plain`. A socket counts once, when it opens.',
  tags,
  security: security.token,
  request: {
    query: z.strictObject({
      format: z
        .enum(['json', 'prometheus'])
        .optional()
        .openapi({ description: 'By default `Accept` decides, and it is JSON' }),
    }),
  },
  responses: {
    200: {
      description: 'The metrics',
      content: { 'application/json': { schema: Metrics }, 'text/plain': { schema: z.string() } },
    },
    ...errors(401, 403),
  },
});
