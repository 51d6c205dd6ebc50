import type { SelfDB } from '@selfdb/sdk';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/solid-query';
import type { ListState } from './list/list-state.ts';
import type { TableInfo } from './table-types.ts';

/** Tables on one page of the list. */
export const TABLES_PER_PAGE = 100;
const MAX_LIMIT = 1000;

/** One page of the tables, and how many there are in all. */
export function tablesPageQuery(sdk: SelfDB, state: ListState) {
  return queryOptions({
    queryKey: ['tables', 'page', state],
    placeholderData: keepPreviousData,
    async queryFn({ signal }) {
      const search = state.search ? { search: state.search } : {};
      const [tables, { count }] = await Promise.all([
        sdk.tables.list(
          {
            ...search,
            skip: (state.page - 1) * TABLES_PER_PAGE,
            limit: TABLES_PER_PAGE,
            sortBy: state.sort.by,
            sortOrder: state.sort.order,
          },
          { signal },
        ),
        sdk.tables.count(search, { signal }),
      ]);
      return { tables, total: count };
    },
  });
}

/** So many tables are offered at once, with their columns. */
export const TABLE_CHOICES = 100;

/** The tables changed last, of those whose name or description contains a text, for places that offer a choice. */
export function tableChoicesQuery(sdk: SelfDB, search = '') {
  return queryOptions({
    queryKey: ['tables', 'choices', search],
    queryFn: ({ signal }) =>
      sdk.tables.list(
        search
          ? { search, limit: TABLE_CHOICES, sortBy: 'name', sortOrder: 'asc' }
          : { limit: TABLE_CHOICES, sortBy: 'updated_at' },
        { signal },
      ),
  });
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A table by its name; by its id, for the rare name that no URL can hold. Null if there is none. */
export function tableQuery(sdk: SelfDB, nameOrId: string) {
  return queryOptions({
    queryKey: ['tables', 'one', nameOrId],
    queryFn: ({ signal }) => findTable(sdk, nameOrId, signal),
  });
}

/** A table by its name, or else by its id. */
export async function findTable(
  sdk: SelfDB,
  nameOrId: string,
  signal: AbortSignal,
): Promise<TableInfo | null> {
  for (let skip = 0; ; skip += MAX_LIMIT) {
    const page = await sdk.tables.list(
      { search: nameOrId, limit: MAX_LIMIT, skip, sortBy: 'name', sortOrder: 'asc' },
      { signal },
    );
    const found = page.find(({ name }) => name === nameOrId);
    if (found) return found.truncated ? sdk.tables.get(found.id, { signal }) : found;
    if (page.length < MAX_LIMIT) break;
  }
  return UUID.test(nameOrId) ? sdk.tables.get(nameOrId, { signal }) : null;
}

/** A table by its id: for a list that was too large to have its columns. */
export function tableByIdQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['tables', 'by-id', id],
    queryFn: ({ signal }) => sdk.tables.get(id, { signal }),
  });
}

export function indexesQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['tables', 'indexes', id],
    queryFn: ({ signal }) => sdk.tables.indexes(id, { signal }),
  });
}

export function relationshipsQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['tables', 'relationships', id],
    queryFn: ({ signal }) => sdk.tables.relationships(id, { signal }),
  });
}

export function definitionQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['tables', 'sql', id],
    queryFn: async ({ signal }) => (await sdk.tables.sql(id, { signal })).sql,
  });
}

const OWN_TYPES = `select t.typname, case t.typtype when 'e' then 'enum' else 'domain' end,
  (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)
  from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd') order by t.typname`;

/** An enum or a domain of the schema public. */
export interface OwnType {
  name: string;
  kind: string;
  labels: string[];
}

/** The enums and domains of the schema public, which columns may have as their type. */
export function ownTypesQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['tables', 'own-types'],
    async queryFn({ signal }): Promise<OwnType[]> {
      const { results } = await sdk.sql.query(OWN_TYPES, { readOnly: true }, { signal });
      return (results[0]?.rows ?? []).map(([name, kind, labels]) => ({
        name: String(name),
        kind: String(kind),
        labels: typeof labels === 'string' ? labels.split(', ') : [],
      }));
    },
  });
}

/** The e-mail of each user with one of the ids. A user who is gone is left out. */
export function ownersQuery(sdk: SelfDB, ids: string[]) {
  return queryOptions({
    queryKey: ['users', 'owners', ids.toSorted()],
    staleTime: 60_000,
    async queryFn() {
      const users = await Promise.allSettled(ids.map((id) => sdk.auth.users.get(id)));
      return new Map(
        users.flatMap((user) => (user.status === 'fulfilled' ? [[user.value.id, user.value.email]] : [])),
      );
    },
  });
}

/**
 * What a query has answered, also while a later attempt fails. To read `data` of one that has not answered would show the
 * fallback of the next Suspense, in place of a whole page.
 */
export function answerOf<T>(query: {
  isPending: boolean;
  isLoadingError: boolean;
  data: T | undefined;
}): T | undefined {
  return query.isPending || query.isLoadingError ? undefined : query.data;
}

/** Reads again whatever is shown of tables. Call it after a change. */
export function useRefreshTables(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['tables'] });
}
