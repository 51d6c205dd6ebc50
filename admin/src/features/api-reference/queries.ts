import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';
import type { ApiDocument } from './contract/openapi.ts';
import { type OperationGroup, readOperations } from './contract/operations.ts';

/** The description of the API and its operations. */
export interface Reference {
  document: ApiDocument;
  groups: OperationGroup[];
}

/** The description of the running API. It does not change before the server is updated. */
export function referenceQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['api-reference'],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    async queryFn({ signal }): Promise<Reference> {
      const document = await sdk.client.json<ApiDocument>('GET', '/openapi.json', { signal });
      return { document, groups: readOperations(document) };
    },
  });
}

/** A row of a table, whose key and references examples can use; null if there is none to see. */
export function sampleRowQuery(sdk: SelfDB, tableId: string) {
  return queryOptions({
    queryKey: ['rows', tableId, 'sample'],
    async queryFn({ signal }): Promise<Record<string, unknown> | null> {
      const { data } = await sdk.tables.data.fetch(tableId, { pageSize: 1, count: 'none' }, { signal });
      return data[0] ?? null;
    },
  });
}

const MAX_BUCKETS = 1000;

/** The buckets, for a choice. */
export function bucketChoicesQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['buckets', 'choices'],
    queryFn: ({ signal }) =>
      sdk.storage.buckets.list({ limit: MAX_BUCKETS, sortBy: 'name', sortOrder: 'asc' }, { signal }),
  });
}
