import type { SelfDB } from '@selfdb/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/solid-query';

const REFRESH_MS = 3000;
const SUGGESTED = 50;

/** Connections, channels and how far the change feed is behind, kept current. */
export function feedStatusQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['realtime', 'status'],
    refetchInterval: REFRESH_MS,
    staleTime: 0,
    queryFn: ({ signal }) => sdk.system.realtimeStatus({ signal }),
  });
}

/** Tables whose name or description contains a text, those with realtime first. */
export function tableSuggestionsQuery(sdk: SelfDB, search: string) {
  return queryOptions({
    queryKey: ['tables', 'suggestions', search],
    placeholderData: keepPreviousData,
    async queryFn({ signal }) {
      const found = await sdk.tables.list(
        { ...(search && { search }), limit: search ? SUGGESTED : 1000, sortBy: 'updated_at' },
        { signal },
      );
      return found
        .toSorted((a, b) => Number(b.realtime_enabled) - Number(a.realtime_enabled))
        .slice(0, SUGGESTED);
    },
  });
}
