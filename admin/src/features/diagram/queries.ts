import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';
import { toDiagram } from './model/diagram.ts';

/** Few enough for the server to give each table with its columns. */
const PAGE = 250;
const AT_ONCE = 4;

/** All tables and their references. */
export function diagramQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['tables', 'diagram'],
    staleTime: 30_000,
    async queryFn({ signal }) {
      const { count } = await sdk.tables.count({}, { signal });
      const starts = Array.from({ length: Math.ceil(count / PAGE) }, (_, index) => index * PAGE);
      const pages: Awaited<ReturnType<typeof sdk.tables.list>>[] = [];
      for (let at = 0; at < starts.length; at += AT_ONCE) {
        const read = (skip: number) =>
          sdk.tables.list({ skip, limit: PAGE, sortBy: 'name', sortOrder: 'asc' }, { signal });
        pages.push(...(await Promise.all(starts.slice(at, at + AT_ONCE).map(read))));
      }
      return toDiagram(pages.flat());
    },
  });
}
