import type { FeedLink } from './feed-link.ts';
import { type Frame, refuse, reply } from './frame.ts';
import { RefusedError } from './grants.ts';
import type { TableChannel } from './table-channel.ts';
import { NOT_NOW, readSyncOptions, reasonOf } from './table-options.ts';

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
