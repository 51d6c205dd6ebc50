import type { SelfDB } from '@selfdb/sdk';
import pLimit from 'p-limit';
import type { TableInfo } from '../tables/table-types.ts';

const STEPS = 2;
/** Each costs two requests. */
const MAX_TABLES = 60;
const AT_ONCE = 6;

/** A table and those at most two references away, read one by one: for a system with too many tables to read them all. */
export async function readSurroundings(
  sdk: SelfDB,
  first: TableInfo,
  signal: AbortSignal,
): Promise<TableInfo[]> {
  const limit = pLimit(AT_ONCE);
  const found = new Map([[first.id, first]]);
  let edge = [first.id];
  for (let step = 0; step < STEPS; step++) {
    const neighbours = await limit.map(edge, (id) => neighboursOf(sdk, id, signal));
    const fresh = [...new Set(neighbours.flat())].filter((id) => !found.has(id));
    edge = fresh.slice(0, MAX_TABLES - found.size);
    for (const table of await limit.map(edge, (id) => sdk.tables.get(id, { signal })))
      found.set(table.id, table);
  }
  return [...found.values()];
}

async function neighboursOf(sdk: SelfDB, id: string, signal: AbortSignal): Promise<string[]> {
  const references = await sdk.tables.relationships(id, { signal });
  return references
    .flatMap(({ table_id, referenced_table_id }) => [table_id, referenced_table_id])
    .filter((other): other is string => other !== null && other !== id);
}
