import { createMiddleware } from 'hono/factory';
import { flushLog, isLogWaiting, type LogLevel } from '../log.ts';
import type { AppContext, AppEnv, Bindings } from './context.ts';

const ACCEPTABLE = /^[\w.:@/+=-]{1,128}$/;

/** From here on a request is slow: its line stands in the log although it succeeded. */
export const SLOW_REQUEST_MS = 1000;

/**
 * Gives the request an id (the client's own when it sent an acceptable one), puts it and `nosniff` on the answer,
 * and logs the request with its duration. The query string stays out of the log: it can hold tokens.
 */
export function identifyRequest<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const sent = c.req.header('X-Request-Id');
    const id = sent && ACCEPTABLE.test(sent) ? sent : crypto.randomUUID();
    c.set('requestId', id);
    // Before the answer is made: set on a finished answer, each header would cost a new Response and a streamed body.
    c.header('X-Request-Id', id);
    c.header('X-Content-Type-Options', 'nosniff');
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    c.get('log')(levelOf(c, durationMs), 'request', {
      request_id: id,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      duration_ms: Math.round(durationMs * 100) / 100,
      ...c.get('logFields'),
    });
    if (isLogWaiting()) writeLogSoon(c);
  });
}

/**
 * What went wrong, took long or has something to tell of itself is shown by default. A line for each of the others would
 * cost a quick one some hundredths of its time, and push the lines that matter out of the log.
 */
function levelOf<B extends Bindings>(c: AppContext<B>, durationMs: number): LogLevel {
  if (c.res.status >= 500) return 'error';
  // A request that was handed on stands in the log of its owner.
  if (c.get('isHandedOn')) return 'debug';
  const isRemarkable = c.res.status >= 400 || durationMs >= SLOW_REQUEST_MS || hasFields(c.get('logFields'));
  return isRemarkable ? 'info' : 'debug';
}

function hasFields(fields: Record<string, unknown>): boolean {
  for (const _ in fields) return true;
  return false;
}

const LOG_DELAY_MS = 100;
let isLogDue = false;

/** Lets the lines of this and the following requests be written together, a little later. */
function writeLogSoon<B extends Bindings>(c: AppContext<B>): void {
  if (isLogDue) return;
  isLogDue = true;
  const written = new Promise((resolve) => setTimeout(resolve, LOG_DELAY_MS)).then(() => {
    isLogDue = false;
    flushLog();
  });
  // In a Worker the timer would end with the request.
  try {
    c.executionCtx.waitUntil(written);
  } catch {
    // Hono throws where there is no execution context: in Node, whose timers last anyway.
  }
}
