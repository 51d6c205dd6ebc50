import { createMiddleware } from 'hono/factory';
import { createLineBudget } from '../line-budget.ts';
import { flushLog, isLogWaiting, type LogLevel } from '../log.ts';
import type { AppContext, AppEnv, Bindings } from './context.ts';

/** A successful request that takes this long is logged, too. */
const SLOW_REQUEST_MS = 1000;

/** A flood of requests that fail must not push everything else out of the log files, which have a bounded size. */
const takeLine = createLineBudget({ burst: 2000, perSecond: 100 });

/**
 * Logs the request with its duration, without the query string, which can hold tokens. With `watchesClient` also one whose client
 * leaves before the answer: the runtime then ends the request, and no other worker that has it gets to log it.
 */
export function logRequest<B extends Bindings>({ watchesClient = false } = {}) {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const startedAt = performance.now();
    // Taken now: middleware may replace the request by one without a signal.
    const { signal } = watchesClient ? c.req.raw : {};
    const logDeparture = () => logClientGone(c, performance.now() - startedAt);
    signal?.addEventListener('abort', logDeparture);
    await next();
    signal?.removeEventListener('abort', logDeparture);
    const durationMs = performance.now() - startedAt;
    const level = levelOf(c, durationMs);
    if (level !== 'debug' && isFlooded(c)) return;
    c.get('log')(level, 'request', {
      request_id: c.get('requestId'),
      method: c.req.method,
      path: withoutToken(c.req.path),
      status: c.res.status,
      duration_ms: Math.round(durationMs * 100) / 100,
      ...userFields(c),
      ...c.get('logFields'),
    });
    if (isLogWaiting()) writeLogSoon(c);
  });
}

/** The last part of a webhook's URL is a secret. */
function withoutToken(path: string): string {
  return path.replace(/^((?:\/api)?\/webhooks\/(?:in|trigger)\/).+/, '$1[token]');
}

/**
 * By default, the log shows requests that failed, were slow or have log fields. A line for every request would slow down
 * quick ones by a few percent and bury the lines that matter.
 */
function levelOf<B extends Bindings>(c: AppContext<B>, durationMs: number): LogLevel {
  if (isProbe(c)) return 'debug';
  if (c.res.status >= 500) return 'error';
  // The other worker logs the request.
  if (c.get('isHandedOn')) return 'debug';
  const isRemarkable = c.res.status >= 400 || durationMs >= SLOW_REQUEST_MS || hasFields(c.get('logFields'));
  return isRemarkable ? 'info' : 'debug';
}

/**
 * The supervisor asks the port of another worker whether it answers, without a token; the api worker asks its health, and
 * tells it to everyone who asks `/health`.
 */
function isProbe<B extends Bindings>({ req, res }: AppContext<B>): boolean {
  return (req.path === '/health' && res.status === 401) || req.path === '/internal/health';
}

/** What nginx logs as the status of a request whose client has left. */
const CLIENT_GONE = 499;

function logClientGone<B extends Bindings>(c: AppContext<B>, durationMs: number): void {
  if (isFlooded(c)) return;
  c.get('log')('info', 'request', {
    request_id: c.get('requestId'),
    method: c.req.method,
    path: withoutToken(c.req.path),
    status: CLIENT_GONE,
    duration_ms: Math.round(durationMs),
    ...userFields(c),
    code: 'client_gone',
    reason: 'The client closed the connection before it had the answer.',
  });
  flushLog();
}

/** Whether the line is left out. The first line after a flood says how many were. */
function isFlooded<B extends Bindings>(c: AppContext<B>): boolean {
  const dropped = takeLine(Date.now());
  if (dropped === undefined) return true;
  if (dropped > 0) c.get('log')('warn', 'request_lines_dropped', { count: dropped });
  return false;
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
