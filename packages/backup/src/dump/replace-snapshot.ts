import type { DumpSocket } from './socket-functions.ts';

/** What a dump contains. */
export interface DumpedSnapshot {
  /** The name under which another session has exported it. */
  id: string;
  /** The quoted names of its tables. */
  tables: string[];
}

/** Makes pg_dump begin its transaction with a statement that this replaces. */
export const SNAPSHOT_OPTION = '--snapshot=replaced';
const STATEMENT = "SET TRANSACTION SNAPSHOT 'replaced'";

/** PostgreSQL documentation, "Message Formats", Query. */
const QUERY = 'Q';
const LENGTH_BYTES = 4;

/**
 * Writes for a pg_dump with `SNAPSHOT_OPTION`. pg_dump lists the tables of its snapshot and locks them some hundred
 * milliseconds later, and fails if one was dropped in between. So the snapshot is taken when pg_dump is about to use it, and
 * the same statement locks its tables.
 */
export function replaceSnapshot(
  write: DumpSocket['write'],
  take: () => Promise<DumpedSnapshot>,
): DumpSocket['write'] {
  const replaced = queryMessage(STATEMENT);
  return async (bytes) => write(replaced.equals(bytes) ? queryMessage(beginSnapshot(await take())) : bytes);
}

function beginSnapshot({ id, tables }: DumpedSnapshot): string {
  const names = tables.map((table) => `ONLY ${table}`).join(', ');
  return `SET TRANSACTION SNAPSHOT '${id}'; SET LOCAL lock_timeout = '10s';
    LOCK TABLE ${names} IN ACCESS SHARE MODE; SET LOCAL lock_timeout = 0`;
}

function queryMessage(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeInt32BE(LENGTH_BYTES + text.byteLength);
  return Buffer.concat([Buffer.from(QUERY), length, text]);
}
