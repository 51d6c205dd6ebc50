import type { Bench } from '../bench.ts';
import type { Side } from './pair.ts';

/** The headers of a user's call. */
export function userHeaders({ instance, world }: Bench): Record<string, string> {
  return { 'X-API-Key': instance.settings.API_KEY, Authorization: `Bearer ${world.token}` };
}

/** Rows at random by their id, as their owner: all checks on. */
export function rowById(bench: Bench): Side {
  const { tableId, rowIds } = bench.world;
  return {
    title: 'row by id',
    load: {
      url: bench.instance.apiUrl,
      headers: userHeaders(bench),
      requests: rowIds.map((id) => ({ method: 'GET', path: `/tables/${tableId}/data/${id}` })),
    },
  };
}
