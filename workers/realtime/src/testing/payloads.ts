import type { FeedItem } from '../change.ts';

export interface Payload {
  table: string;
  schema: string;
  new: Record<string, unknown> | null;
  old: Record<string, unknown> | null;
  commit_timestamp: string;
  cursor: string;
}

/** The payloads for clients of all changes of rows. */
export function payloadsOf(items: FeedItem[]): Payload[] {
  return items.flatMap((item) => (item.type === 'row' ? [JSON.parse(item.payload)] : []));
}

/** The numbers in the column `n` of inserted rows. */
export function numbersOf(items: FeedItem[]): number[] {
  return payloadsOf(items).map((payload) => Number(payload.new?.n));
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
