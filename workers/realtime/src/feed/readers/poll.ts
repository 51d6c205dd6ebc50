import type { FeedChanges } from '@selfdb/shared/realtime/feed-changes';
import type { Batch, Cursor, FeedItem, TableChange } from '../../change.ts';
import { yieldToEventLoop } from '../../yield-to-event-loop.ts';

const MAX_CHANGES = 500;
const MAX_CHARACTERS = 1024 * 1024;

/** Why a change of a table leaves out changes of its rows. Others leave out none. */
const LOSSES: Partial<Record<TableChange['what'], string>> = {
  truncated: 'The table was truncated. There is no DELETE for its rows.',
  repartitioned:
    'Partitions of the table were attached, detached or emptied. There are no changes of their rows.',
  retyped: 'A change could not be read: the types of its columns have been altered since.',
  lost: 'A change was too large, or could not be read.',
};

export interface PollOptions {
  since: Cursor;
  relids: ReadonlySet<number>;
  /** What comes after a cursor; undefined if nothing does. */
  next(cursor: Cursor): Batch | undefined;
  /** Whether to return without having found anything. */
  isOver(): boolean;
}

/** What a poll has found so far. */
interface Found extends FeedChanges {
  characters: number;
}

/** The changes of some tables after a cursor, at most some hundred. Yields to other work while it searches. */
export async function poll({ since, relids, next, isOver }: PollOptions): Promise<FeedChanges> {
  const found: Found = { through: since, changes: [], losses: [], characters: 0 };
  for (let batch = next(since); batch; batch = next(found.through)) {
    for (const item of batch.items) {
      // The batch may begin before the cursor.
      if (item.type !== 'gap' && item.cursor <= found.through) continue;
      take(found, item, relids);
      if (isFull(found)) return { ...answerOf(found), through: item.cursor };
    }
    found.through = batch.through;
    await yieldToEventLoop();
    if (isOver()) break;
  }
  return answerOf(found);
}

function take(found: Found, item: FeedItem, relids: ReadonlySet<number>): void {
  if (item.type === 'gap') {
    found.losses.push({ cursor: item.cursor, relid: null, reason: item.reason });
  } else if (item.type === 'row' && relids.has(item.relid)) {
    const { cursor, relid, kind, payload, depth = 0 } = item;
    found.changes.push({ cursor, relid, operation: kind, payload, depth });
    found.characters += payload.length;
  } else if (item.type === 'table' && relids.has(item.relid)) {
    const reason = LOSSES[item.what];
    if (reason) found.losses.push({ cursor: item.cursor, relid: item.relid, reason });
  }
}

function isFull({ changes, losses, characters }: Found): boolean {
  return changes.length + losses.length >= MAX_CHANGES || characters >= MAX_CHARACTERS;
}

function answerOf({ through, changes, losses }: Found): FeedChanges {
  return { through, changes, losses };
}
