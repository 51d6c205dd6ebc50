import type { LogEntry } from './entry.ts';

/** What the log keeps at most. */
export interface LogLimits {
  entries: number;
  /** Of the texts in their payloads. */
  characters: number;
}

export const LIMITS: LogLimits = { entries: 5000, characters: 20_000_000 };

const OVERHEAD = 64;
const weights = new WeakMap<LogEntry, number>();

/** The latest entries of both lists that fit the limits. At least the last one is kept. */
export function keepLatest(kept: LogEntry[], added: LogEntry[], limits = LIMITS): LogEntry[] {
  const all = kept.concat(added);
  let start = all.length;
  let characters = 0;
  while (start > 0 && all.length - start < limits.entries) {
    const entry = all[start - 1];
    if (entry) characters += weightOf(entry);
    if (characters > limits.characters && start < all.length) break;
    start -= 1;
  }
  return start === 0 ? all : all.slice(start);
}

function weightOf(entry: LogEntry): number {
  const known = weights.get(entry);
  if (known !== undefined) return known;
  const weight = charactersIn(entry.payload);
  weights.set(entry, weight);
  return weight;
}

function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + charactersIn(part), OVERHEAD);
}
