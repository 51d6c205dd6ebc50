const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export type Log = (level: LogLevel, event: string, fields?: Record<string, unknown>) => void;

/** Lines that wait to be written together. A write for each line would cost a tenth of a quick request. */
const waiting: string[] = [];
const MAX_WAITING = 100;

/**
 * A logger that writes JSON objects, one per line, of the level `threshold` and above. Writes warnings and errors at once,
 * together with the waiting lines; the rest when a hundred lines wait, or with `flushLog`. Callers must not pass tokens, keys,
 * passwords, SQL values or query strings.
 */
export function createLog(service: string, threshold: LogLevel): Log {
  const lowest = LEVELS.indexOf(threshold);
  return (level, event, fields) => {
    if (LEVELS.indexOf(level) < lowest) return;
    waiting.push(JSON.stringify({ time: new Date().toISOString(), level, service, event, ...fields }));
    if (level === 'warn' || level === 'error' || waiting.length >= MAX_WAITING) flushLog();
  };
}

/** Whether `flushLog` has lines to write. */
export function isLogWaiting(): boolean {
  return waiting.length > 0;
}

/** Writes the waiting lines. */
export function flushLog(): void {
  if (waiting.length === 0) return;
  console.log(waiting.join('\n'));
  waiting.length = 0;
}

/** An error as log fields: name, message and stack, with its causes. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const described: Record<string, unknown> = { error: error.message, name: error.name, stack: error.stack };
  if (error.cause !== undefined) described.cause = describeError(error.cause);
  return described;
}
