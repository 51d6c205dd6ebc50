import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';
import { readActivityView, showsEntry } from '../activity/activity-view.ts';

const REFRESH_MS = 10_000;
const SHOWN_ACTIVITY = 5;
/** Some that are read are not shown. */
const READ_ACTIVITY = 30;

/** What is stored: tables, users, files and their bytes. */
export function countsQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['home', 'counts'],
    refetchInterval: REFRESH_MS,
    async queryFn() {
      const [tables, users, files] = await Promise.all([
        sdk.tables.count(),
        sdk.auth.count(),
        sdk.storage.files.stats(),
      ]);
      return {
        tables: tables.count,
        users: users.count,
        files: files.total_files,
        bytes: files.total_size,
        buckets: files.total_buckets,
      };
    },
  });
}

/** The state of each service. */
export function statusQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['home', 'status'],
    refetchInterval: REFRESH_MS,
    queryFn: () => sdk.system.status(),
  });
}

/** Sockets, channels and how far the change feed is behind. */
export function realtimeQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['home', 'realtime'],
    refetchInterval: REFRESH_MS,
    queryFn: () => sdk.system.realtimeStatus(),
  });
}

/** Requests and times of answers, a minute each. */
export function metricsQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['home', 'metrics'],
    refetchInterval: REFRESH_MS,
    queryFn: () => sdk.system.metrics(),
  });
}

/** The last five things that were done. */
export function activityQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['home', 'activity'],
    refetchInterval: REFRESH_MS,
    async queryFn() {
      const { data } = await sdk.system.audit({ limit: READ_ACTIVITY });
      return data.filter((entry) => showsEntry(readActivityView({}), entry)).slice(0, SHOWN_ACTIVITY);
    },
  });
}

/** Tables whose changes are live, of those changed last: few enough for the server to give each with its columns. */
export function liveTablesQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['tables', 'live'],
    queryFn: async () =>
      (await sdk.tables.list({ limit: 250, sortBy: 'updated_at' })).filter((table) => table.realtime_enabled),
  });
}
