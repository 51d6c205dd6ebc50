import type { Batch, FeedItem, Replay } from '../../change.ts';
import { epochOf } from '../cursor.ts';
import { isTold, itemText, joinChunk, type LoggedItem, parseChunk } from '../log/chunk-text.ts';

/*
 * The format between the feed and a Hub: one line of JSON, then items as the log stores them. Rows are JSON already;
 * nesting them in JSON would mean escaping and parsing them again.
 */

const LINE_END = '\n';

export function writeBatch({ items, through }: Batch): string {
  const [first] = items;
  if (first?.type === 'gap') return write({ through, gap: first }, []);
  return write({ through }, items.filter(isLogged));
}

export function readBatch(packet: string): Batch {
  const { head, chunk } = split(packet);
  const { through, gap } = head;
  return { items: gap ? [gap] : parseChunk(epochOf(through), chunk), through };
}

export function writeReplay(replay: Replay): string {
  if ('gap' in replay) return write(replay, []);
  const [first] = replay.items;
  return write({ next: replay.next, epoch: first && epochOf(first.cursor) }, replay.items);
}

export function readReplay(packet: string): Replay {
  const { head, chunk } = split(packet);
  if ('gap' in head) return head;
  const { epoch = '', next } = head;
  return { items: parseChunk(epoch, chunk).filter(isTold), next };
}

function write(head: object, items: LoggedItem[]): string {
  return `${JSON.stringify(head)}${LINE_END}${joinChunk(items.map(itemText))}`;
}

function split(packet: string) {
  const end = packet.indexOf(LINE_END);
  return { head: JSON.parse(packet.slice(0, end)), chunk: packet.slice(end + 1) };
}

function isLogged(item: FeedItem): item is LoggedItem {
  return item.type !== 'gap';
}
