import { INTERNAL_TOKEN_HEADER, signInternalToken } from '@selfdb/server/auth/tokens';
import type { ExecutionEvent } from '@selfdb/shared/functions/runner-protocol';
import type { HostOptions } from './options.ts';

const EVERY_MS = 200;
const TIMEOUT_MS = 10_000;
const MAX_BATCH = 200;
const MAX_WAITING = 10_000;
/** A report that the former host sent before its end may still be on its way. */
const STRAGGLERS_MS = 15_000;

export interface Reports {
  add(event: ExecutionEvent): void;
  /** The executions of events that nobody has taken yet. */
  unsent(): string[];
  close(): void;
}

/** Sends what happened to executions, again until it is taken. When too much waits, the oldest events are lost, and logged. */
export function createReports(
  { functionsUrl, internalSecret, log }: Pick<HostOptions, 'functionsUrl' | 'internalSecret' | 'log'>,
  hostId: string,
  stragglersMs = STRAGGLERS_MS,
): Reports {
  const waiting: ExecutionEvent[] = [];
  let sending: ExecutionEvent[] = [];
  let hasStarted = false;
  /** When to say once more that this host has started. */
  let repeatAt = Number.POSITIVE_INFINITY;
  let isSending = false;
  let isUrgent = false;

  async function send(events: ExecutionEvent[] | undefined): Promise<boolean> {
    const response = await fetch(`${functionsUrl}/internal/executions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [INTERNAL_TOKEN_HEADER]: await signInternalToken(internalSecret),
      },
      body: JSON.stringify({ host_id: hostId, events }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.ok) return true;
    log('warn', 'reports refused', { status: response.status });
    // Sending it again would not help.
    return response.status === 422 || response.status === 400;
  }

  /** Until this is taken, nothing else is sent: it says that what other hosts left running was cut. */
  async function sayStarted(): Promise<void> {
    if (!(await send(undefined).catch(() => false))) return;
    repeatAt = hasStarted ? Number.POSITIVE_INFINITY : Date.now() + stragglersMs;
    hasStarted = true;
  }

  /** Whether they were taken. */
  async function sendWaiting(): Promise<boolean> {
    sending = waiting.splice(0, MAX_BATCH);
    const isTaken = await send(sending).catch(() => false);
    if (!isTaken) waiting.unshift(...sending);
    sending = [];
    return isTaken;
  }

  async function tick(): Promise<void> {
    if (isSending) return;
    isSending = true;
    if (!hasStarted || Date.now() >= repeatAt) await sayStarted();
    let isTaken = hasStarted;
    do {
      isUrgent = false;
      if (hasStarted && waiting.length > 0) isTaken = await sendWaiting();
    } while (isUrgent || (isTaken && waiting.length >= MAX_BATCH));
    isSending = false;
  }

  const timer = setInterval(tick, EVERY_MS);
  return {
    add(event) {
      // Nothing is told of the start of what has ended meanwhile.
      const at = event.type === 'ended' ? waiting.findLastIndex(isStartOf(event.execution_id)) : -1;
      if (at >= 0) waiting.splice(at, 1);
      waiting.push(event);
      // Others may wait for the end of a job.
      if (event.type === 'ended' && event.trigger_type !== 'http') {
        isUrgent = true;
        setImmediate(tick);
      }
      if (waiting.length <= MAX_WAITING) return;
      waiting.shift();
      log('error', 'report lost', { reason: 'the functions worker takes none' });
    },
    unsent: () => [...waiting, ...sending].map((event) => event.execution_id),
    close: () => clearInterval(timer),
  };
}

const isStartOf = (id: string) => (event: ExecutionEvent) =>
  event.type === 'started' && event.execution_id === id;
