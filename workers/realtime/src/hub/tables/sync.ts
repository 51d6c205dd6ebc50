import type { Cursor } from '../../change.ts';
import { RefusedError } from '../authorization/authorizations.ts';
import { type Frame, refuse, reply } from '../connection/frame.ts';
import type { FeedLink } from '../subscription/feed-link.ts';
import { isLater } from '../subscription/position.ts';
import type { TableChannel } from './table-channel.ts';
import { NOT_NOW, readSyncOptions, reasonOf } from './table-options.ts';

const AHEAD = 'The feed has not reached this cursor yet. Try again shortly.';
const ELSEWHERE = 'This cursor belongs to an earlier history of the feed. Reload the rows.';

/**
 * Replies after everything committed before a cursor, which usually comes from a write response, has been sent.
 * `report` receives errors that the client does not see.
 */
export async function sync(
  channel: TableChannel,
  frame: Frame,
  { link, report }: { link: FeedLink; report(error: unknown): void },
): Promise<void> {
  try {
    const { cursor } = readSyncOptions(frame.payload);
    if (!(await link.reach(cursor))) throw new RefusedError(ELSEWHERE);
    channel.sendInOrder(reply(frame, 'ok', { cursor }));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) report(error);
    channel.sendInOrder(refuse(frame, reason ?? NOT_NOW));
  }
}

/** Throws RefusedError for a cursor ahead of the feed: changes before it would never be sent. */
export async function requireReached(link: FeedLink, cursor: Cursor): Promise<void> {
  if (!isLater(cursor, link.cursor)) return;
  await link.reach(cursor).catch(() => {
    throw new RefusedError(AHEAD);
  });
}
