import { WorkerEntrypoint } from 'cloudflare:workers';
import type { RunnerBindings } from './bindings.ts';
import { TRACE_HEADER, traceKey } from './trace-key.ts';

/** Tells the host what an execution logged and threw, once its `waitUntil` has ended. */
export class Tail extends WorkerEntrypoint<RunnerBindings> {
  override async tail(items: TraceItem[]): Promise<void> {
    const ended = items.flatMap((item) => {
      const execution = executionOf(item);
      return execution ? [{ execution, ...describe(item) }] : [];
    });
    if (ended.length === 0) return;
    await this.env.CONTROL.fetch('http://control/tail', { method: 'POST', body: JSON.stringify(ended) });
  }
}

function executionOf({ event }: TraceItem): string | undefined {
  if (!event || !('request' in event)) return undefined;
  const { headers } = event.request;
  return headers[TRACE_HEADER] === traceKey() ? headers['x-execution-id'] : undefined;
}

function describe(item: TraceItem) {
  return {
    outcome: item.outcome,
    truncated: item.truncated,
    logs: item.logs.map(({ level, timestamp, message }) => ({ level, timestamp, message: textOf(message) })),
    exceptions: item.exceptions.map(({ name, message, stack }) => ({
      message: `${name}: ${message}`,
      stack,
    })),
  };
}

function textOf(message: unknown): string {
  const parts: unknown[] = Array.isArray(message) ? message : [message];
  return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ');
}
