/** What a script of pg_dump consists of. The rows of a COPY come in parts, as they are read. */
export type ScriptEvent =
  | { kind: 'statement'; sql: string }
  | { kind: 'copy'; sql: string }
  | { kind: 'rows'; bytes: Buffer }
  | { kind: 'copy-end' };

/** Thrown for a script that pg_dump has not written, or that ends too early. */
export class ScriptError extends Error {}

/** Enough of a statement to recognise it, without values from it. */
export function startOf(sql: string): string {
  return JSON.stringify(sql.slice(0, 60).split('\n')[0]);
}
