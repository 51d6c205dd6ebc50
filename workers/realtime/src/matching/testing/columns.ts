import type { MatchColumn } from '../types/type-of.ts';

/** Columns by their types, as the catalog describes them. */
export function columnsOf(types: Record<string, string>): MatchColumn[] {
  return Object.entries(types).map(([name, type]) => ({
    name,
    type,
    cast: type.replace(/\(.*?\)/, ''),
    category: type.endsWith('[]') ? 'A' : 'X',
  }));
}
