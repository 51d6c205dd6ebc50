import { z } from 'zod';

/** The header with the base64url of an `Invocation` as JSON, beside the function's own request. */
export const INVOCATION_HEADER = 'X-SelfDB-Invocation';
/** Tells the sender of an invocation how the execution ended, or that it is still streaming its body: `completed`. */
export const OUTCOME_HEADER = 'X-SelfDB-Outcome';
export const EXECUTION_ID_HEADER = 'X-Execution-Id';
/** How many calls of functions by functions led to a request. */
export const DEPTH_HEADER = 'X-SelfDB-Depth';

/** Whom a function acts as. */
export const Acting = z.object({ user_id: z.uuid(), session_id: z.uuid(), is_admin: z.boolean() });
export type Acting = z.infer<typeof Acting>;

export const NetworkAccess = z.object({
  mode: z.enum(['public', 'none', 'hosts']),
  /** Names such as `api.example.com` or `*.example.com`, with `:port` where it is not 80 or 443. */
  hosts: z.string().array(),
});
export type NetworkAccess = z.infer<typeof NetworkAccess>;

/** A function as a runner loads it. `revision` grows with every change of it. */
export const FunctionCode = z.object({
  id: z.uuid(),
  name: z.string(),
  revision: z.int(),
  version: z.int(),
  main: z.string(),
  modules: z.record(z.string(), z.string()),
  variables: z.record(z.string(), z.string()),
  network: NetworkAccess,
  timeout_ms: z.int().positive(),
  memory_mb: z.int().positive(),
  max_concurrent: z.int().positive(),
  acting: Acting,
});
export type FunctionCode = z.infer<typeof FunctionCode>;

export const TriggerType = z.enum(['http', 'schedule', 'database', 'webhook', 'event', 'manual']);
export type TriggerType = z.infer<typeof TriggerType>;

export const Invocation = z.object({
  execution_id: z.uuid(),
  function_id: z.uuid(),
  revision: z.int(),
  trigger_type: TriggerType,
  attempt: z.int().positive(),
  /** What the function reads in `request.url`. */
  url: z.url(),
  caller: Acting.nullable(),
  depth: z.int().nonnegative(),
  timeout_ms: z.int().positive().optional(),
  /** Whether the answer is at an origin of its own, so that its scripts need no sandbox. */
  has_own_origin: z.boolean().optional(),
});
export type Invocation = z.infer<typeof Invocation>;

export const FunctionLogLevel = z.enum(['debug', 'info', 'log', 'warn', 'error']);

export const LogLine = z.object({
  level: FunctionLogLevel,
  message: z.string(),
  timestamp: z.iso.datetime(),
});
export type LogLine = z.infer<typeof LogLine>;

/** What went wrong with a runner. `hung`, `memory` and `crashed` count against the function. */
export const Fault = z.enum(['timeout', 'hung', 'memory', 'crashed', 'load', 'cut']);
export type Fault = z.infer<typeof Fault>;

const execution = {
  execution_id: z.uuid(),
  function_id: z.uuid(),
  version: z.int(),
  trigger_type: TriggerType,
  user_id: z.uuid().nullable(),
  started_at: z.iso.datetime(),
  attempt: z.int().positive(),
};

export const StartedEvent = z.object({ type: z.literal('started'), ...execution });
export type StartedEvent = z.infer<typeof StartedEvent>;

export const EndedEvent = z.object({
  type: z.literal('ended'),
  ...execution,
  status: z.enum(['completed', 'failed', 'timeout']),
  completed_at: z.iso.datetime(),
  duration_ms: z.number().nonnegative(),
  response_status: z.int().nullable(),
  /** Only of triggers other than http, at most 64 KiB as JSON. */
  result: z.json(),
  error_message: z.string().nullable(),
  error_stack: z.string().nullable(),
  fault: Fault.nullable(),
  logs: LogLine.array(),
  logs_truncated: z.boolean(),
});
export type EndedEvent = z.infer<typeof EndedEvent>;

export const ExecutionEvent = z.discriminatedUnion('type', [StartedEvent, EndedEvent]);
export type ExecutionEvent = z.infer<typeof ExecutionEvent>;

/** Before the host runs jobs, it asks whether their executions may begin. */
export const BeginExecutions = z.object({ host_id: z.uuid(), executions: StartedEvent.array() });
/** The ids of those that may. The jobs of the others have been given back meanwhile. */
export const BegunExecutions = z.object({ begun: z.uuid().array() });

/** Without events it says that a host has started: what other hosts left `running` was cut. */
export const ExecutionReport = z.object({ host_id: z.uuid(), events: ExecutionEvent.array().optional() });
export type ExecutionReport = z.infer<typeof ExecutionReport>;
