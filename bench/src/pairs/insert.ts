import { rowValues } from '../world.ts';
import type { Pair } from './pair.ts';
import { rowById, userHeaders } from './row-by-id.ts';

const bodies = 1000;

export const insert: Pair = {
  name: 'insert',
  title: 'insert one row ÷ row by id',
  target: { atLeast: 0.6 },
  figure: 'perSecond',
  open: async (bench) => [
    {
      title: 'insert one row',
      load: {
        url: bench.instance.apiUrl,
        headers: { ...userHeaders(bench), 'Content-Type': 'application/json' },
        requests: Array.from({ length: bodies }, (_, number) => ({
          method: 'POST',
          path: `/tables/${bench.world.insertTableId}/data`,
          body: JSON.stringify(rowValues(number)),
        })),
      },
    },
    rowById(bench),
  ],
};
