import { Id, integerParam, offsetAsSkip, skipFields, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const TriggerType = z.enum(['http', 'schedule', 'database', 'webhook', 'event', 'manual']);
const ExecutionStatus = z.enum(['running', 'completed', 'failed', 'timeout']);
const LogLevel = z.enum(['debug', 'log', 'info', 'warn', 'error']);

export const FunctionExecution = z
  .object({
    id: Id,
    function_id: Id,
    version: z.int(),
    user_id: Id.nullable(),
    trigger_type: TriggerType,
    status: ExecutionStatus,
    started_at: Time,
    completed_at: Time.nullable(),
    duration_ms: z.number().nullable(),
    response_status: z.int().nullable(),
    result: z.unknown().openapi({ description: 'What the function returned, except to HTTP' }),
    error_message: z.string().nullable(),
    error_stack: z.string().nullable(),
    attempt: z.int(),
    logs_truncated: z.boolean(),
  })
  .openapi('FunctionExecution');
export type FunctionExecution = z.infer<typeof FunctionExecution>;

export const ListExecutions = offsetAsSkip(
  z.strictObject({
    ...skipFields,
    limit: integerParam(1, 1000, 100),
    status: ExecutionStatus.optional(),
    trigger_type: TriggerType.optional(),
  }),
);
export type ListExecutions = z.output<typeof ListExecutions>;

export const ExecutionParams = z.object({ id: Id, execution_id: Id });

export const FunctionLog = z
  .object({ id: Id, execution_id: Id, log_level: LogLevel, message: z.string(), timestamp: Time })
  .openapi('FunctionLog');
export type FunctionLog = z.infer<typeof FunctionLog>;

export const ListLogs = offsetAsSkip(
  z.strictObject({
    ...skipFields,
    limit: integerParam(1, 1000, 100),
    level: LogLevel.optional(),
    execution_id: Id.optional(),
    follow: z
      .enum(['true', 'false'])
      .optional()
      .openapi({ description: 'true: new lines as server-sent events' }),
  }),
);
export type ListLogs = z.output<typeof ListLogs>;

export const FunctionMetrics = z
  .object({
    count: z.int().openapi({ description: 'Executions that ended within the last 24 hours' }),
    errors: z.int(),
    p50_ms: z.number().nullable(),
    p95_ms: z.number().nullable(),
  })
  .openapi('FunctionMetrics');
export type FunctionMetrics = z.infer<typeof FunctionMetrics>;
