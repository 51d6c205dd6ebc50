import type { Cursor } from '../change.ts';
import type { FeedLink } from './feed-link.ts';
import { type Frame, refuse, reply } from './frame.ts';
import { RefusedError } from './grants.ts';
import { isLater } from './place.ts';
import type { TableChannel } from './table-channel.ts';
import { NOT_NOW, readSyncOptions, reasonOf } from './table-options.ts';

const AHEAD = 'The feed has not come as far as the cursor. Try again shortly.';
const ELSEWHERE = 'The cursor is of another history: what was written then is in the rows, not in the feed.';

/**
 * Replies when everything that was committed before a place, as writes are answered with one, has been sent. `report` is
 * given an error that the channel was told nothing of.
 */
export async function sync(
  channel: TableChannel,
  frame: Frame,
  { link, report }: { link: FeedLink; report(error: unknown): void },
): Promise<void> {
  try {
    const { cursor } = readSyncOptions(frame.payload);
    if (!(await link.reach(cursor))) throw new RefusedError(ELSEWHERE);
    channel.tell(reply(frame, 'ok', { cursor }));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) report(error);
    channel.tell(refuse(frame, reason ?? NOT_NOW));
  }
}

/** Throws RefusedError for a cursor that is ahead of everything: what comes before it would never be sent. */
export async function requireReached(link: FeedLink, cursor: Cursor): Promise<void> {
  if (!isLater(cursor, link.cursor)) return;
  await link.reach(cursor).catch(() => {
    throw new RefusedError(AHEAD);
  });
}
