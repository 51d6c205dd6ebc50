import { IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

const Cursor = z
  .string()
  .regex(/^[a-z0-9]{4,32}:[0-9A-F]{16}:[0-9A-F]{8}$/, 'must be a cursor of the change feed')
  .openapi({ example: 'k3f9q2:00000000019A3B28:0000000A' });

export const ReplayChanges = z
  .strictObject({
    since: Cursor.openapi({
      description:
        'The `cursor` of a change, or `X-SelfDB-Cursor` of a write: the changes after it come again',
    }),
  })
  .openapi('ReplayChanges');
export type ReplayChanges = z.output<typeof ReplayChanges>;

export const ChangeReplay = z
  .object({
    since: z.string(),
    through: z.string().openapi({ description: 'Changes after this one come as usual' }),
  })
  .openapi('ChangeReplay');
export type ChangeReplay = z.infer<typeof ChangeReplay>;

export const replayChanges = route({
  method: 'post',
  path: '/functions/{id}/replay',
  operationId: 'replayChanges',
  summary: 'Run a function again for the changes after a cursor (owner)',
  description:
    'For a function with a database trigger, else 409. The changes are queued behind what waits already. A second replay takes the place of one that is not finished. If the change feed does not go back that far, a failed execution says so.',
  tags: ['Functions'],
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(ReplayChanges) },
  responses: {
    202: json(ChangeReplay, 'The replay has begun'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});
