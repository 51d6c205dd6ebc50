import type { Item } from './item.ts';

export interface Day {
  /** "Today", "Yesterday", or the date. */
  label: string;
  items: Item[];
}

const date = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** Lines, newest first, by the person's day. */
export function groupByDay(items: Item[], now: number): Day[] {
  const days = new Map<string, Day>();
  for (const item of items) {
    const label = labelOf(item.at, now);
    const day = days.get(label) ?? { label, items: [] };
    day.items.push(item);
    days.set(label, day);
  }
  return [...days.values()];
}

function labelOf(at: number, now: number): string {
  const day = new Date(at).toDateString();
  if (day === new Date(now).toDateString()) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return day === yesterday.toDateString() ? 'Yesterday' : date.format(at);
}
