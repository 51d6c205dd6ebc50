const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export type Log = (level: LogLevel, event: string, fields?: Record<string, unknown>) => void;

/**
 * A logger that writes one JSON object a line to standard output, for lines of `threshold` and above.
 * Callers pass no tokens, keys, passwords, SQL values or query strings.
 */
export function createLog(service: string, threshold: LogLevel): Log {
  const lowest = LEVELS.indexOf(threshold);
  return (level, event, fields) => {
    if (LEVELS.indexOf(level) < lowest) return;
    console.log(JSON.stringify({ time: new Date().toISOString(), level, service, event, ...fields }));
  };
}

/** An error as log fields: name, message and stack, with the causes behind it. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const described: Record<string, unknown> = { error: error.message, name: error.name, stack: error.stack };
  if (error.cause !== undefined) described.cause = describeError(error.cause);
  return described;
}
