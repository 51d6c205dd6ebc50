import type { SelfDB, SqlTab } from '@selfdb/sdk';
import { type QueryClient, queryOptions } from '@tanstack/solid-query';
import type { TableInfo } from '../tables/table-types.ts';
import type { CompletionTable } from './editor/completion.ts';

const MAX_TABS = 100;
const PAGE = 100;
/** Few enough for the server to give each table with its columns. */
export const COMPLETED = 250;
const FOUND = 50;

export const tabsKey = ['sql', 'tabs'];
export const historyKey = ['sql', 'history'];
export const snippetsKey = ['sql', 'snippets'];
export const completionKey = ['tables', 'completion'];

/** A list that would be too large cuts queries off, and saving a cut-off one would destroy the rest: load such tabs one by one. */
async function loadTabs(sdk: SelfDB): Promise<SqlTab[]> {
  const tabs = await sdk.sql.tabs.list({ limit: MAX_TABS });
  return Promise.all(
    tabs.map(async (tab, skip) => {
      if (!tab.truncated) return tab;
      const [whole] = await sdk.sql.tabs.list({ skip, limit: 1 });
      if (whole?.id !== tab.id || whole.truncated)
        throw new Error('The tabs changed while they were loaded.');
      return whole;
    }),
  );
}

/** The tabs of the signed-in administrator. What this window has saved since the request began wins over the answer. */
export function tabsQuery(sdk: SelfDB, client: QueryClient) {
  return queryOptions({
    queryKey: tabsKey,
    async queryFn() {
      const loaded = await loadTabs(sdk);
      const known = new Map(client.getQueryData<SqlTab[]>(tabsKey)?.map((tab) => [tab.id, tab]));
      return loaded.map((tab) => {
        const mine = known.get(tab.id);
        return mine && mine.updated_at > tab.updated_at ? mine : tab;
      });
    },
  });
}

/** The tables changed last and their columns, for completion and for the first query. */
export function completionTablesQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: completionKey,
    staleTime: 60_000,
    async queryFn(): Promise<CompletionTable[]> {
      const tables = await sdk.tables.list({ limit: COMPLETED, sortBy: 'updated_at' });
      return tables.map(toCompletion);
    },
  });
}

/** Tables whose name contains a word, for a system that has more than are read at once. */
export async function findCompletions(sdk: SelfDB, word: string): Promise<CompletionTable[]> {
  const tables = await sdk.tables.list({ search: word, limit: FOUND, sortBy: 'name', sortOrder: 'asc' });
  return tables.map(toCompletion);
}

function toCompletion({ name, row_count, columns }: TableInfo): CompletionTable {
  return {
    name,
    rowCount: row_count,
    columns: columns.map((column) => ({ name: column.name, type: column.type })),
  };
}

/** The latest runs that contain a text. */
export function historyQuery(sdk: SelfDB, search: string) {
  return queryOptions({
    queryKey: [...historyKey, search],
    queryFn: () => sdk.sql.history.list({ limit: PAGE, ...(search ? { search } : {}) }),
  });
}

/** The own snippets and those that others share. */
export function snippetsQuery(sdk: SelfDB, search: string) {
  return queryOptions({
    queryKey: [...snippetsKey, search],
    queryFn: () =>
      sdk.sql.snippets.list({
        limit: PAGE,
        sortBy: 'name',
        sortOrder: 'asc',
        ...(search ? { search } : {}),
      }),
  });
}
