/** A row was changed, a room has news, or the page tells of the channel itself. */
export type EntryKind =
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'broadcast'
  | 'presence'
  | 'gap'
  | 'joined'
  | 'closed';

/** Something that happened on a topic. */
export interface LogEntry {
  /** Rising in the order of arrival. */
  id: number;
  topic: string;
  kind: EntryKind;
  /** Milliseconds since 1970: of the commit for a change of a row, else of the arrival. */
  at: number;
  cursor?: string | undefined;
  /** What the list shows of anything but a change of a row. */
  summary: string;
  payload: Record<string, unknown>;
  /** Whether this page has sent it. */
  isOwn?: boolean;
  /** Whether it was missed and sent later. It may become known only after the arrival. */
  isReplayed: () => boolean;
}

/** An entry before the log has numbered it. */
export type NewEntry = Omit<LogEntry, 'id'>;

/** Whether an entry is a change of a row. */
export function isRowChange({ kind }: Pick<LogEntry, 'kind'>): boolean {
  return kind === 'INSERT' || kind === 'UPDATE' || kind === 'DELETE';
}

/** Whether a cursor comes no later than another one of the same history. */
export function isUpTo(cursor: string | undefined, end: string | undefined): boolean {
  if (cursor === undefined || end === undefined) return false;
  const [history] = cursor.split(':');
  return history === end.split(':')[0] && cursor <= end;
}

/** A cursor in the width of a column: without its history and leading zeros. */
export function shortCursor(cursor: string): string {
  const [, lsn, index] = cursor.split(':');
  if (lsn === undefined || index === undefined) return cursor;
  return `${lsn.replace(/^0+(?=.)/, '')}:${index.replace(/^0+(?=.)/, '')}`;
}
