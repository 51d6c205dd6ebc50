import { useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { createContext, createMemo, type JSX, useContext } from 'solid-js';
import { useSignedIn } from '../../app/session/session.tsx';
import { enumsQuery } from '../rows/queries.ts';
import { answerOf, tableQuery } from '../tables/queries.ts';
import { createTableSearch } from '../tables/table-search.ts';
import type { Surroundings } from './contract/draft.ts';
import { bucketChoicesQuery, sampleRowQuery } from './queries.ts';

interface SearchState {
  operation?: string;
  table?: string;
  bucket?: string;
  part?: string;
  q?: string;
}

function createPageState() {
  const signedIn = useSignedIn();
  const { sdk } = signedIn;
  const [search, setSearch] = useSearchParams<SearchState & Record<string, string>>();
  const tableSearch = createTableSearch();
  const bucketsQuery = createQuery(() => bucketChoicesQuery(sdk));
  const enums = createQuery(() => enumsQuery(sdk));
  const { tables } = tableSearch;
  const buckets = () => answerOf(bucketsQuery) ?? [];
  const known = createMemo(() => tables().find(({ name }) => name === search.table));
  const isUnknown = () => search.table !== undefined && !tableSearch.isPending() && !known();
  const named = createQuery(() => ({ ...tableQuery(sdk, search.table ?? ''), enabled: isUnknown() }));
  const table = createMemo(() => known() ?? (isUnknown() ? answerOf(named) : undefined) ?? tables()[0]);
  const bucket = createMemo(() => buckets().find(({ name }) => name === search.bucket) ?? buckets()[0]);
  const sample = createQuery(() => ({
    ...sampleRowQuery(sdk, table()?.id ?? ''),
    enabled: table() !== undefined,
    retry: false,
  }));
  // Once shown, the page stays while another table is read: the field in which it is chosen keeps the focus.
  const settled = createMemo(
    (before: boolean) =>
      before ||
      (!tableSearch.isPending() &&
        !(isUnknown() && named.isPending) &&
        !bucketsQuery.isPending &&
        !enums.isPending &&
        (table() === undefined || !sample.isPending)),
    false,
  );
  const around = createMemo((): Surroundings => {
    const known = answerOf(enums);
    return {
      table: table(),
      bucket: bucket(),
      user: { id: signedIn.user.id, email: signedIn.user.email },
      row: answerOf(sample) ?? undefined,
      ...(known ? { enums: known } : {}),
    };
  });
  return {
    search,
    setSearch,
    tables,
    lookForTables: tableSearch.look,
    buckets,
    table,
    bucket,
    around,
    settled,
  };
}

type PageState = ReturnType<typeof createPageState>;

const PageStateContext = createContext<PageState>();

/** Holds what the URL says, and the table and bucket that fill the snippets. */
export function PageStateProvider(props: { children: JSX.Element }) {
  return <PageStateContext.Provider value={createPageState()}>{props.children}</PageStateContext.Provider>;
}

/** The state of the page. Throws outside of a PageStateProvider. */
export function usePageState(): PageState {
  const state = useContext(PageStateContext);
  if (!state) throw new Error('usePageState needs a PageStateProvider above it.');
  return state;
}
