import { type SelfDB, SelfDBError, type SqlAnswer } from '@selfdb/sdk';

/** How statements run. */
export interface RunSettings {
  readOnly: boolean;
  timeoutMs: number;
  maxRows: number;
}

/** The server cancels by itself; the client waits a little longer for its answer. */
const GRACE_MS = 15_000;

/** Runs statements as one transaction. Aborting the signal cancels them in Postgres. */
export function runSql(
  sdk: SelfDB,
  query: string,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<SqlAnswer> {
  const { readOnly, timeoutMs, maxRows } = settings;
  return sdk.sql.query(query, { readOnly, timeoutMs, maxRows }, { signal, timeout: timeoutMs + GRACE_MS });
}

/** What Postgres said of a failed statement. */
export interface SqlFailure {
  sqlstate: string | undefined;
  hint: string | undefined;
  /** Index in the text that ran, in UTF-16 units. */
  position: number | undefined;
}

/** The part of an error that only SQL errors have; undefined for others. */
export function sqlFailure(error: unknown, source: string): SqlFailure | undefined {
  if (!(error instanceof SelfDBError) || error.code !== 'sql_error') return undefined;
  const details = Object(error.details);
  const { sqlstate, hint, position } = details;
  return {
    sqlstate: typeof sqlstate === 'string' ? sqlstate : undefined,
    hint: typeof hint === 'string' ? hint : undefined,
    position: typeof position === 'number' ? unitOf(source, position) : undefined,
  };
}

/** Postgres counts characters from 1, JavaScript UTF-16 units from 0. */
export function unitOf(source: string, position: number): number {
  let unit = 0;
  for (let left = position - 1; left > 0 && unit < source.length; left--) {
    unit += (source.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return unit;
}

/** The word that begins at a place, or one character. */
export function wordAt(source: string, at: number): { from: number; to: number } {
  const from = Math.min(at, Math.max(0, source.length - 1));
  const [word] = /^(?:[\w$\u0080-\uffff]+|"[^"]*")/.exec(source.slice(from, from + 200)) ?? [];
  return { from, to: from + (word?.length ?? 1) };
}
