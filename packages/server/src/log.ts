const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export type Log = (level: LogLevel, event: string, fields?: Record<string, unknown>) => void;

/** Lines that wait to be written together: a write for every one would cost a tenth of a quick request. */
const waiting: string[] = [];
const MOST_WAITING = 100;

/**
 * A logger of JSON objects, one a line, for lines of `threshold` and above. Warnings and errors are written at once,
 * with what waits before them; the rest by `flushLog`, or when a hundred lines have gathered.
 * Callers pass no tokens, keys, passwords, SQL values or query strings.
 */
export function createLog(service: string, threshold: LogLevel): Log {
  const lowest = LEVELS.indexOf(threshold);
  return (level, event, fields) => {
    if (LEVELS.indexOf(level) < lowest) return;
    waiting.push(JSON.stringify({ time: new Date().toISOString(), level, service, event, ...fields }));
    if (level === 'warn' || level === 'error' || waiting.length >= MOST_WAITING) flushLog();
  };
}

/** Whether lines wait for `flushLog`. */
export function isLogWaiting(): boolean {
  return waiting.length > 0;
}

/** Writes the lines that wait. */
export function flushLog(): void {
  if (waiting.length === 0) return;
  console.log(waiting.join('\n'));
  waiting.length = 0;
}

/** An error as log fields: name, message and stack, with the causes behind it. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const described: Record<string, unknown> = { error: error.message, name: error.name, stack: error.stack };
  if (error.cause !== undefined) described.cause = describeError(error.cause);
  return described;
}
