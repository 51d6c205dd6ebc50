import { createMiddleware } from 'hono/factory';
import { flushLog, isLogWaiting, type LogLevel } from '../log.ts';
import type { AppContext, AppEnv, Bindings } from './context.ts';

/** A successful request that takes this long is logged, too. */
const SLOW_REQUEST_MS = 1000;

/** Logs the request with its duration, without the query string, which can hold tokens. */
export function logRequest<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    c.get('log')(levelOf(c, durationMs), 'request', {
      request_id: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      duration_ms: Math.round(durationMs * 100) / 100,
      ...userFields(c),
      ...c.get('logFields'),
    });
    if (isLogWaiting()) writeLogSoon(c);
  });
}

/**
 * By default, the log shows requests that failed, were slow or have log fields. A line for every request would slow down
 * quick ones by a few percent and bury the lines that matter.
 */
function levelOf<B extends Bindings>(c: AppContext<B>, durationMs: number): LogLevel {
  if (c.res.status >= 500) return 'error';
  // The other worker logs the request.
  if (c.get('isHandedOn')) return 'debug';
  const isRemarkable = c.res.status >= 400 || durationMs >= SLOW_REQUEST_MS || hasFields(c.get('logFields'));
  return isRemarkable ? 'info' : 'debug';
}

function userFields<B extends Bindings>(c: AppContext<B>): { user_id?: string } {
  const principal = c.get('principal');
  return principal.kind === 'user' ? { user_id: principal.userId } : {};
}

function hasFields(fields: Record<string, unknown>): boolean {
  for (const _ in fields) return true;
  return false;
}

const LOG_DELAY_MS = 100;
let isLogDue = false;

/** Writes the lines of this and the following requests together, a little later. */
function writeLogSoon<B extends Bindings>(c: AppContext<B>): void {
  if (isLogDue) return;
  isLogDue = true;
  const written = new Promise((resolve) => setTimeout(resolve, LOG_DELAY_MS)).then(() => {
    isLogDue = false;
    flushLog();
  });
  // In a Worker, the timer would end with the request.
  try {
    c.executionCtx.waitUntil(written);
  } catch {
    // Hono throws if there is no execution context, as in Node, where the timer lasts anyway.
  }
}
