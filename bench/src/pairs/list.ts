import type { Pair } from './pair.ts';
import { rowById, userHeaders } from './row-by-id.ts';

export const list: Pair = {
  name: 'list',
  title: 'list 20 of 10,000, `count=none` ÷ row by id',
  target: { atLeast: 0.6 },
  figure: 'perSecond',
  open: async (bench) => [
    {
      title: 'list 20 rows',
      load: {
        url: bench.instance.apiUrl,
        headers: userHeaders(bench),
        requests: [{ method: 'GET', path: `/tables/${bench.world.tableId}/data?page_size=20&count=none` }],
      },
    },
    rowById(bench),
  ],
};
