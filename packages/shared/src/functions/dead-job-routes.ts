import { Id, IdParam, integerParam, NoQuery, offsetAsSkip, skipFields, Time } from '../contract/common.ts';
import { errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

export const DeadJob = z
  .object({
    id: Id,
    function_id: Id,
    trigger_type: z.enum(['schedule', 'database', 'event', 'manual']),
    request_body: z.string().openapi({ description: 'In a list, the first 2,048 characters' }),
    attempts: z.int(),
    error: z.string().nullable().openapi({ description: 'Why the last attempt failed' }),
    created_at: Time,
    died_at: Time,
  })
  .openapi('DeadJob');
export type DeadJob = z.infer<typeof DeadJob>;

export const ListDeadJobs = offsetAsSkip(
  z.strictObject({ ...skipFields, limit: integerParam(1, 1000, 100) }),
);
export type ListDeadJobs = z.output<typeof ListDeadJobs>;

export const DeadJobParams = z.object({ id: Id, job_id: Id });

const tags = ['Functions'];

export const listDeadJobs = route({
  method: 'get',
  path: '/functions/{id}/dead-jobs',
  operationId: 'listDeadJobs',
  summary: 'List jobs that failed as often as they may, newest first (owner)',
  description: 'Those of webhooks are their deliveries: see `GET /webhooks/{id}/deliveries`.',
  tags,
  security: security.token,
  request: { query: ListDeadJobs, params: IdParam },
  responses: { 200: json(DeadJob.array(), 'Dead jobs'), ...errors(401, 403, 404) },
});

export const retryDeadJob = route({
  method: 'post',
  path: '/functions/{id}/dead-jobs/{job_id}/retry',
  operationId: 'retryDeadJob',
  summary: 'Run a dead job again (owner)',
  description: 'Queues it as a new job, with all its attempts.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: DeadJobParams },
  responses: { 200: json(DeadJob, 'The job, queued again'), ...errors(401, 403, 404) },
});
