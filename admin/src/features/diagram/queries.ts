import type { SelfDB } from '@selfdb/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/solid-query';
import pLimit from 'p-limit';
import { findTable } from '../tables/queries.ts';
import { type Diagram, toDiagram } from './model/diagram.ts';
import { readSurroundings } from './surroundings.ts';

/** Few enough for the server to give each table with its columns. */
const PAGE = 250;
const AT_ONCE = 4;

/** How many tables there are. */
export function tableCountQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['tables', 'count'],
    queryFn: async ({ signal }) => (await sdk.tables.count({}, { signal })).count,
  });
}

/** All tables and their references. */
export function diagramQuery(sdk: SelfDB, count: number) {
  return queryOptions({
    queryKey: ['tables', 'diagram'],
    staleTime: 30_000,
    queryFn: ({ signal }) => readAll(sdk, count, signal),
  });
}

/** A table and what is around it, of more tables than a drawing can have; no tables while none is chosen. */
export function surroundingsQuery(sdk: SelfDB, count: number, around: string | undefined) {
  return queryOptions({
    queryKey: ['tables', 'diagram', 'around', around ?? null],
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    async queryFn({ signal }): Promise<Diagram> {
      const table = around === undefined ? null : await findTable(sdk, around, signal);
      const tables = table ? await readSurroundings(sdk, table, signal) : [];
      return { ...toDiagram(tables), total: count };
    },
  });
}

async function readAll(sdk: SelfDB, count: number, signal: AbortSignal): Promise<Diagram> {
  const starts = Array.from({ length: Math.ceil(count / PAGE) }, (_, index) => index * PAGE);
  const pages = await pLimit(AT_ONCE).map(starts, (skip) =>
    sdk.tables.list({ skip, limit: PAGE, sortBy: 'name', sortOrder: 'asc' }, { signal }),
  );
  return toDiagram(pages.flat());
}
