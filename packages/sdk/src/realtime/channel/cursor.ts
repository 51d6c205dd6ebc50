/** A position in the change feed: `<history>:<LSN>:<index>`. Of two in one history, the later one is the greater text. */
export type ChangeCursor = string;

/** Whether a change at this cursor has been received. Unknown if the cursors are of different histories. */
export function isReceived(cursor: ChangeCursor, upTo: ChangeCursor | undefined): boolean {
  return upTo !== undefined && historyOf(cursor) === historyOf(upTo) && cursor <= upTo;
}

/** The cursor to continue from after both. The second one decides which history it is. */
export function furthest(known: ChangeCursor | undefined, next: ChangeCursor): ChangeCursor {
  return known !== undefined && isReceived(next, known) ? known : next;
}

function historyOf(cursor: ChangeCursor): string {
  return cursor.slice(0, cursor.indexOf(':'));
}
