import type {
  EndedEvent,
  Fault,
  FunctionCode,
  Invocation,
  LogLine,
  StartedEvent,
} from '@selfdb/shared/functions/runner-protocol';

/** One call of a function, until its `waitUntil` has ended. */
export interface Execution {
  invocation: Invocation;
  code: FunctionCode;
  startedAt: Date;
  responseStatus: number | null;
  result: EndedEvent['result'];
  isTimedOut: boolean;
  /** Resolves when its answer is known, or there will be none: of a job with its body, of an HTTP call with its status. */
  answered: PromiseWithResolvers<void>;
  /** The position of the runner's output when it began. */
  outputFrom: number;
  /** Ends it, once: reports it and frees its place. */
  end(ending: Ending): void;
  /** Frees its place without a report: it did not begin. */
  withdraw(): void;
}

export interface Ending {
  status: EndedEvent['status'];
  fault?: Fault;
  message?: string;
  stack?: string | undefined;
  logs?: LogLine[];
  truncated?: boolean;
  /** When, if not now. Executions that one fault ended have the same time. */
  at?: Date;
}

export function startedEvent({ invocation, code, startedAt }: Execution): StartedEvent {
  return {
    type: 'started',
    execution_id: invocation.execution_id,
    function_id: invocation.function_id,
    version: code.version,
    trigger_type: invocation.trigger_type,
    user_id: invocation.caller?.user_id ?? null,
    started_at: startedAt.toISOString(),
    attempt: invocation.attempt,
  };
}

export function endedEvent(execution: Execution, ending: Ending): EndedEvent {
  const endedAt = ending.at ?? new Date();
  return {
    ...startedEvent(execution),
    type: 'ended',
    status: ending.status,
    completed_at: endedAt.toISOString(),
    duration_ms: endedAt.getTime() - execution.startedAt.getTime(),
    response_status: execution.responseStatus,
    result: execution.result,
    error_message: ending.message ?? null,
    error_stack: ending.stack ?? null,
    fault: ending.fault ?? null,
    logs: ending.logs ?? [],
    logs_truncated: ending.truncated ?? false,
  };
}

/** What a runner wrote, as one line, for executions that it did not live to report. */
export function outputLines(message: string): LogLine[] {
  const timestamp = new Date().toISOString();
  return message === '' ? [] : [{ level: 'log', message, timestamp }];
}
