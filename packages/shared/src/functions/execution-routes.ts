import { IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';
import {
  ExecutionParams,
  FunctionExecution,
  FunctionLog,
  FunctionMetrics,
  ListExecutions,
  ListLogs,
} from './execution-schema.ts';

const tags = ['Functions'];

export const listExecutions = route({
  method: 'get',
  path: '/functions/{id}/executions',
  operationId: 'listExecutions',
  summary: 'List executions, newest first (owner)',
  tags,
  security: security.token,
  request: { query: ListExecutions, params: IdParam },
  responses: { 200: json(FunctionExecution.array(), 'Executions'), ...errors(401, 403, 404) },
});

export const getExecution = route({
  method: 'get',
  path: '/functions/{id}/executions/{execution_id}',
  operationId: 'getExecution',
  summary: 'Get an execution (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: ExecutionParams },
  responses: { 200: json(FunctionExecution, 'The execution'), ...errors(401, 403, 404) },
});

export const listFunctionLogs = route({
  method: 'get',
  path: '/functions/{id}/logs',
  operationId: 'listFunctionLogs',
  summary: 'List log lines, newest first, or follow them (owner)',
  description:
    'With `follow=true`, the answer is a stream of server-sent events, each a log line as JSON, from now on. It ends with the session. `skip` and `limit` do not apply.',
  tags,
  security: security.token,
  request: { query: ListLogs, params: IdParam },
  responses: {
    200: {
      description: 'Log lines',
      content: {
        'application/json': { schema: FunctionLog.array() },
        'text/event-stream': { schema: z.string() },
      },
    },
    ...errors(401, 403, 404),
  },
});

export const getFunctionMetrics = route({
  method: 'get',
  path: '/functions/{id}/metrics',
  operationId: 'getFunctionMetrics',
  summary: 'Get counts and durations of the last 24 hours (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(FunctionMetrics, 'The metrics'), ...errors(401, 403, 404) },
});
