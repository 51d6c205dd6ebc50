import type { Pair } from './pair.ts';
import { rowById, userHeaders } from './row-by-id.ts';

export const emptyRoute: Pair = {
  name: 'empty-route',
  title: "row by id ÷ the same worker's empty route",
  target: { atLeast: 0.24 },
  figure: 'perSecond',
  open: async (bench) => [
    rowById(bench),
    {
      title: 'empty route',
      load: {
        url: bench.instance.apiUrl,
        headers: userHeaders(bench),
        requests: [{ method: 'GET', path: '/' }],
      },
    },
  ],
};
