import { FunctionLogLevel, type LogLine } from '@selfdb/shared/functions/runner-protocol';
import { z } from 'zod';
import type { Execution } from './execution.ts';

const Tail = z.object({
  execution: z.string(),
  outcome: z.string(),
  truncated: z.boolean().optional(),
  logs: z
    .object({ level: FunctionLogLevel.catch('log'), timestamp: z.number(), message: z.string() })
    .array(),
  exceptions: z.object({ message: z.string(), stack: z.string().optional() }).array(),
});
type Tail = z.infer<typeof Tail>;

/** What the runner tells of executions that have ended. */
export const Tails = Tail.array();

/** Waits for the answer, which may come after the tail: how the execution went is part of it. */
export async function endByTail(execution: Execution | undefined, tail: Tail): Promise<void> {
  await execution?.answered.promise;

  if (!execution) return;
  const [exception] = tail.exceptions;
  const rest = { logs: tail.logs.map(toLine), truncated: tail.truncated ?? false };
  if (execution.isTimedOut)
    execution.end({ ...rest, status: 'timeout', fault: 'timeout', message: 'The function took too long.' });
  else if (exception)
    execution.end({ ...rest, status: 'failed', ...exception, message: explain(exception.message) });
  else if (tail.outcome === 'ok') execution.end({ ...rest, status: 'completed' });
  else execution.end({ ...rest, status: 'failed', message: `The execution ended early: ${tail.outcome}.` });
}

/** What the runtime says of itself, for those who write functions. */
function explain(message: string): string {
  if (message.includes('had hung and would never generate a response'))
    return 'The function waits for a promise that nothing can settle any more.';
  if (message.includes('cannot connect to the specified address'))
    return `${message} Functions may send HTTP requests and open WebSockets, but no other connections.`;
  return message;
}

function toLine({ level, timestamp, message }: Tail['logs'][number]): LogLine {
  return { level, message, timestamp: new Date(timestamp).toISOString() };
}
