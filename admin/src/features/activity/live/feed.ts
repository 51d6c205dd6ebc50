import type { AuditEntry, SelfDB } from '@selfdb/sdk';
import { createInfiniteQuery } from '@tanstack/solid-query';
import { type Accessor, createEffect, createMemo, createSignal } from 'solid-js';
import { unwrap } from 'solid-js/store';
import { type ActivityView, hasRowChanges, rangeStart, showsEntry, toAuditQuery } from '../activity-view.ts';
import { type EntryItem, type Item, type RowsItem, toItem } from '../items/item.ts';
import { auditQuery } from '../queries.ts';
import { createNewEntries, merge } from './new-entries.ts';
import { createRowChanges } from './row-changes.ts';

interface FeedOptions {
  view: Accessor<ActivityView>;
  /** Nothing new is asked for. */
  paused: Accessor<boolean>;
  /** New lines wait, so that what is being read stays where it is. */
  held: Accessor<boolean>;
}

/** The timeline: entries of the audit log and changes of rows, newest first, and what waits to be shown. */
export function createFeed(sdk: SelfDB, { view, paused, held }: FeedOptions) {
  const filters = createMemo(() => toAuditQuery(view(), Date.now()));
  const query = createInfiniteQuery(() => auditQuery(sdk, filters()));
  // As plain objects: to observe each field of thousands of entries would take a second.
  const loaded = createMemo(() => query.data?.pages.flatMap((page) => unwrap(page).data) ?? []);
  const openedAt = Date.now();
  const newest = () =>
    query.data ? Date.parse(loaded()[0]?.at ?? new Date(openedAt).toISOString()) : undefined;
  const { entries: arrived, isAnswered } = createNewEntries(sdk, { filters, newest, paused });
  const rows = createRowChanges(sdk);
  const [shownEntries, showEntries] = createSignal<AuditEntry[]>([]);
  const [shownRows, showRows] = createSignal<RowsItem[]>([]);
  const showAll = () => {
    showEntries(arrived());
    showRows(rows.lines());
  };
  createEffect(() => {
    const latest = [arrived(), rows.lines()] as const;
    if (held() || paused()) return;
    showEntries(latest[0]);
    showRows(latest[1]);
  });
  // Of other filters, nothing waits.
  createEffect(() => {
    if (filters() && arrived().length === 0) showEntries([]);
  });
  const ofView = (entries: AuditEntry[]) => entries.filter((entry) => showsEntry(view(), entry));
  const items = createMemo(() =>
    mix(ofView(merge(shownEntries(), loaded())), rowsOf(view(), shownRows()), !query.hasNextPage),
  );
  const waiting = createMemo(
    () =>
      newOnes(ofView(arrived()), merge(shownEntries(), loaded())) +
      newOnes(rowsOf(view(), rows.lines()), rowsOf(view(), shownRows())),
  );
  return { query, filters, items, waiting, isAnswered, showAll, watched: rows.watched };
}

const known = new WeakMap<AuditEntry, EntryItem>();

/** The line of an entry, always the same one, so that the list does not draw it again. */
function itemOf(entry: AuditEntry): EntryItem {
  const item = known.get(entry) ?? toItem(entry);
  known.set(entry, item);
  return item;
}

/** Both kinds in one order. Rows older than the loaded entries wait for these. */
function mix(entries: AuditEntry[], rows: RowsItem[], isWhole: boolean): Item[] {
  const oldest = entries.at(-1);
  const since = isWhole || !oldest ? 0 : Date.parse(oldest.at);
  const all: Item[] = [...entries.map(itemOf), ...rows.filter(({ at }) => at >= since)];
  return all.sort((a, b) => b.at - a.at);
}

function rowsOf(view: ActivityView, lines: RowsItem[]): RowsItem[] {
  if (!hasRowChanges(view)) return [];
  const since = rangeStart(view.range, Date.now()) ?? 0;
  const search = view.search.toLowerCase();
  return lines.filter(({ at, table }) => at >= since && table.toLowerCase().includes(search));
}

function newOnes<T extends { id: string }>(all: T[], shown: T[]): number {
  const ids = new Set(shown.map(({ id }) => id));
  return all.filter(({ id }) => !ids.has(id)).length;
}
