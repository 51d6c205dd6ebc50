import type { Bench } from '../bench.ts';
import { rowValues } from '../world.ts';
import type { Pair, Side } from './pair.ts';
import { rowById, userHeaders } from './row-by-id.ts';

const bodies = 1000;

export const insert: Pair = {
  name: 'insert',
  title: 'insert one row ÷ row by id',
  target: { atLeast: 0.6 },
  figure: 'perSecond',
  open: async (bench) => [insertInto(bench, 'insert one row', bench.world.insertTableId), rowById(bench)],
};

/** One row a request into a table of such rows. */
export function insertInto(bench: Bench, title: string, tableId: string): Side {
  return {
    title,
    load: {
      url: bench.instance.apiUrl,
      headers: { ...userHeaders(bench), 'Content-Type': 'application/json' },
      requests: Array.from({ length: bodies }, (_, number) => ({
        method: 'POST',
        path: `/tables/${tableId}/data`,
        body: JSON.stringify(rowValues(number)),
      })),
    },
  };
}
