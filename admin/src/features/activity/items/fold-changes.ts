import type { RowsItem } from './item.ts';

/** Changes of a table that follow each other within this time are one line. */
const BURST_MS = 10_000;
/** A line that goes on for longer begins anew, so that the timeline shows when. */
const LONGEST_MS = 60_000;
const MAX_LINES = 500;

export interface RowChange {
  table: string;
  event: string;
  /** In milliseconds. */
  at: number;
}

const COUNTERS: Record<string, 'inserted' | 'updated' | 'deleted'> = {
  INSERT: 'inserted',
  UPDATE: 'updated',
  DELETE: 'deleted',
};

/** Adds a change to the lines of its table, newest first: to the latest line if it is part of the same burst. */
export function foldChange(lines: RowsItem[], { table, event, at }: RowChange): RowsItem[] {
  const counter = COUNTERS[event];
  if (!counter) return lines;
  const index = lines.findIndex((line) => line.table === table);
  const latest = lines[index];
  if (latest && at - latest.at <= BURST_MS && at - latest.since <= LONGEST_MS) {
    const grown = { ...latest, at: Math.max(at, latest.at), [counter]: latest[counter] + 1 };
    return [grown, ...lines.filter((_, other) => other !== index)];
  }
  const begun: RowsItem = {
    kind: 'rows',
    id: `${table} ${at}`,
    table,
    inserted: 0,
    updated: 0,
    deleted: 0,
    since: at,
    at,
    [counter]: 1,
  };
  return [begun, ...lines].slice(0, MAX_LINES);
}
