/** Thrown with what pg_dump said. */
export class DumpError extends Error {}

/** Tables of the snapshot were dropped before pg_dump had locked them. */
export class TablesDropped extends DumpError {}

/** Where tables are locked: in that of `replaceSnapshot`, and in pg_dump's own, which names every table. */
const LOCKING = /detail: Query was: (?:SET TRANSACTION SNAPSHOT|LOCK TABLE)/;
const TIMED_OUT = /canceling statement due to (?:statement|lock) timeout/;
const DROPPED = /does not exist|deadlock detected/;

/** pg_dump has no file of its own that it could find. */
const NOT_FOUND = /^.*could not find a "pg_dump" to execute\n/;

/** The error of a pg_dump that ended with `code`, with what it printed as a person can read it. */
export function dumpError(printed: string, code: number): DumpError {
  const isLocking = LOCKING.test(printed);
  if (isLocking && TIMED_OUT.test(printed))
    return new DumpError(
      'Another session has locked a table for more than 10 seconds, for example to change its columns. Try again when it has ended.',
    );
  if (isLocking && DROPPED.test(printed))
    return new TablesDropped('Tables are dropped faster than a backup can lock them. Try again later.');
  return new DumpError(printed.replace(NOT_FOUND, '').trim() || `pg_dump ended with ${code}.`);
}
