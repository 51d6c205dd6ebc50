import { NoQuery } from '../contract/common.ts';
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
    initialized: z.boolean().openapi({ description: 'Whether any user has ever logged in' }),
    version: z.string(),
    services: z
      .record(z.string(), z.object({ state: ServiceState, version: z.string() }))
      .optional()
      .openapi({ description: 'For an ADMIN' }),
  })
  .openapi('SystemStatus');
export type Status = z.infer<typeof Status>;

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
