import { openBareServer } from './bare-server.ts';
import type { Pair } from './pair.ts';
import { userHeaders } from './row-by-id.ts';
import { type ListName, listStatements } from './statements/list-statements.ts';

const plainest = '÷ the simplest SQL for the same, from a bare Node `http` and `pg` server';

/** Common queries on a table, each with the exact count. */
export const lists: Pair[] = [
  pairOf('sorted', 'list 20 of 10,000 by a column without an index'),
  pairOf('search', 'search 10,000 rows'),
  pairOf('filter', 'filter 10,000 rows'),
];

function pairOf(name: ListName, title: string): Pair {
  return {
    name: `list-${name}`,
    title: `${title}, with the exact count ${plainest}`,
    target: { atLeast: 0.5 },
    figure: 'perSecond',
    open: async (bench, stack) => {
      const query = new URLSearchParams(listStatements[name].query);
      return [
        {
          title,
          load: {
            url: bench.instance.apiUrl,
            headers: userHeaders(bench),
            requests: [{ method: 'GET', path: `/tables/${bench.world.tableId}/data?${query}` }],
          },
        },
        await openBareServer(bench, stack, `bare server: ${name}`, [`/lists/${name}`]),
      ];
    },
  };
}
