import type { Cursor, RowChange, TableChange } from '../../change.ts';
import { epochOf } from '../../feed/cursor.ts';
import { ChangedRows, concerns } from '../../matching/changed-rows.ts';
import { withTimeout } from '../../with-timeout.ts';
import { yieldToEventLoop } from '../../yield-to-event-loop.ts';
import type { RemoteFeed } from '../subscription/feed-link.ts';
import { isLater } from '../subscription/position.ts';
import type { ChangeFrames, TableChannel } from './table-channel.ts';

const LOOK_AGAIN_MS = 50;
const TIMEOUT_MS = 10_000;
const REASONS: Partial<Record<TableChange['what'], string>> = {
  truncated: 'The table was truncated. Reload the rows.',
  retyped: 'A composite type of the table may have changed. Reload the rows.',
  restructured: "The table's columns changed. Reload the rows.",
  repartitioned: 'A partition was dropped, detached, attached or truncated. Reload the rows.',
};
const LOST = 'A change could not be read. Reload the rows.';

export interface CatchUp {
  feed: Pick<RemoteFeed, 'replay'>;
  relid: number;
  /** Undefined for an anonymous caller. */
  userId: string | undefined;
  /** The position of the Hub. The channel holds what comes after it. */
  position(): Cursor;
  /** Resolves when the Hub has reached the position of the statement that found the right to listen. */
  settle(): Promise<void>;
}

/** Sends a held channel what it has missed, from its own position to the Hub's. A loss is sent as a gap. */
export async function catchUp(channel: TableChannel, setup: CatchUp): Promise<void> {
  do {
    await setup.settle();
    await untilRoom(channel);
    const through = setup.position();
    if (epochOf(through) === epochOf(channel.from) && !isLater(through, channel.from)) continue;
    const gap = await replay(channel, through, setup);
    if (!gap) channel.pass(through);
    else {
      channel.accept(gap.cursor);
      channel.replay(gap.cursor, channel.gapText(gap.reason, gap.cursor));
    }
    // Repeats if more came meanwhile than the channel could hold, or more was missed.
  } while (channel.takeOverflow() && !channel.isEnded);
}

async function replay(channel: TableChannel, through: Cursor, { feed, relid, userId }: CatchUp) {
  const range = { relid, userId, since: channel.from, through };
  const frames = channel.changeFrames;
  let after: Cursor | undefined;
  do {
    await untilRoom(channel);
    const page = await withTimeout(feed.replay(range, after), TIMEOUT_MS, 'the feed does not answer');
    if ('gap' in page) return { reason: page.gap, cursor: page.cursor };
    for (const item of page.items) {
      if (!channel.socket.hasRoom) await untilRoom(channel);
      if (item.type === 'row') sendIfAsked(channel, frames, item);
      else channel.replay(item.cursor, tableGapText(channel, item));
    }
    after = page.next;
    await yieldToEventLoop();
  } while (after !== undefined && !channel.isEnded);
  return undefined;
}

async function untilRoom({ socket }: TableChannel): Promise<void> {
  while (socket.isOpen && !socket.hasRoom) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}

function sendIfAsked(channel: TableChannel, frames: ChangeFrames, change: RowChange): void {
  const frameOf = frames[change.kind];
  if (!frameOf) return;
  if (channel.filter && !concerns(channel.filter, new ChangedRows(change))) return;
  channel.replay(change.cursor, frameOf(change.payload));
}

/** The frame for rows that came or went without single changes. */
export function tableGapText(channel: TableChannel, { what, cursor }: TableChange): string {
  return channel.gapText(REASONS[what] ?? LOST, cursor);
}
