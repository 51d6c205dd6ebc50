import { formatDayHeading } from '../../../ui/format/times.ts';
import type { Item } from './item.ts';

export interface Day {
  /** "Today", "Yesterday", or the date. */
  label: string;
  items: Item[];
}

/** Lines, newest first, by the person's day. */
export function groupByDay(items: Item[], now: number): Day[] {
  const days = new Map<string, Day>();
  for (const item of items) {
    const label = formatDayHeading(item.at, now);
    const day = days.get(label) ?? { label, items: [] };
    day.items.push(item);
    days.set(label, day);
  }
  return [...days.values()];
}
