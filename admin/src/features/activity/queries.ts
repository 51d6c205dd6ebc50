import type { AuditEntry, AuditQuery, SelfDB } from '@selfdb/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/solid-query';

const PAGE_SIZE = 100;
const MAX_EXPORTED = 10_000;
const EXPORT_PAGE_SIZE = 1000;

/** Entries of the audit log, newest first, a page at a time. */
export function auditQuery(sdk: SelfDB, filters: AuditQuery | undefined) {
  return infiniteQueryOptions({
    queryKey: ['activity', 'audit', filters],
    enabled: filters !== undefined,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      sdk.system.audit(
        { ...filters, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: (last) => last.next_cursor,
    // New entries come by `newEntries`; to read all pages again would cost a request for each.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Entries from a time on, newest first. */
export async function newEntries(
  sdk: SelfDB,
  filters: AuditQuery,
  since: number,
  signal: AbortSignal,
): Promise<AuditEntry[]> {
  const from = new Date(since).toISOString();
  const query = { ...filters, limit: PAGE_SIZE, since: from };
  return (await sdk.system.audit(query, { signal })).data;
}

/** One entry by its id, whose first 48 bits are its time. */
export function entryQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['activity', 'entry', id],
    async queryFn() {
      const at = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
      const [since, until] = [new Date(at).toISOString(), new Date(at + 1).toISOString()];
      const { data } = await sdk.system.audit({ since, until, limit: 1000 });
      return data.find((entry) => entry.id === id) ?? null;
    },
  });
}

/** All entries of a view, up to ten thousand. */
export async function entriesToExport(sdk: SelfDB, filters: AuditQuery): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: string | null = null;
  do {
    const query: AuditQuery = { ...filters, limit: EXPORT_PAGE_SIZE, ...(cursor === null ? {} : { cursor }) };
    const page = await sdk.system.audit(query);
    entries.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null && entries.length < MAX_EXPORTED);
  return entries;
}
