import type { ExecutionListOptions, FunctionExecution, SelfDB } from '@selfdb/sdk';
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/solid-query';
import { isNotFound } from '../../app/query-client.ts';
import type { FunctionsView } from './list/functions-view.ts';

/** Small, because each function comes with its code. */
const PAGE_SIZE = 50;
const EXECUTIONS_PAGE = 100;
/** The bars of the strip. */
const STRIP = 200;
const NEWS_MS = 4000;
const IDLE_MS = 15_000;
const SOON_MS = 500;

/** Functions in the order of the view, a page at a time. */
export function functionsQuery(sdk: SelfDB, { search, sort }: FunctionsView) {
  return infiniteQueryOptions({
    queryKey: ['functions', 'list', search, sort.by, sort.order],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.functions.list(
        { skip: pageParam, limit: PAGE_SIZE, sortBy: sort.by, sortOrder: sort.order, search },
        { signal },
      ),
    getNextPageParam: (last, pages) => (last.length < PAGE_SIZE ? undefined : pages.length * PAGE_SIZE),
    placeholderData: keepPreviousData,
    refetchInterval: IDLE_MS,
  });
}

/** How many functions the search finds. */
export function functionCountQuery(sdk: SelfDB, search: string) {
  return queryOptions({
    queryKey: ['functions', 'count', search],
    queryFn: async ({ signal }) => (await sdk.functions.count({ search }, { signal })).count,
    placeholderData: keepPreviousData,
  });
}

/** A function by its id; null if there is none. */
export function functionQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['functions', 'one', id],
    queryFn: ({ signal }) => sdk.functions.get(id, { signal }).catch(nullIfGone),
    refetchInterval: IDLE_MS,
  });
}

/** The newest versions with their code. Asked again when one is saved or deployed. */
export function versionsQuery(sdk: SelfDB, id: string, newest: number, deployed: number | null) {
  return queryOptions({
    queryKey: ['functions', 'versions', id, newest, deployed],
    queryFn: ({ signal }) => sdk.functions.versions(id, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The last executions, whatever became of them. */
export function latestExecutionsQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['functions', 'executions', id, 'latest'],
    queryFn: ({ signal }) => sdk.functions.executions(id, { limit: STRIP }, { signal }),
    refetchInterval: NEWS_MS,
    reconcile: 'id',
  });
}

/** Executions that match, newest first, a page at a time. */
export function executionsQuery(
  sdk: SelfDB,
  id: string,
  { status, triggerType }: Pick<ExecutionListOptions, 'status' | 'triggerType'>,
) {
  return infiniteQueryOptions({
    queryKey: ['functions', 'executions', id, 'list', status, triggerType],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.functions.executions(
        id,
        { status, triggerType, skip: pageParam, limit: EXECUTIONS_PAGE },
        { signal },
      ),
    getNextPageParam: (last, pages) =>
      last.length < EXECUTIONS_PAGE ? undefined : pages.length * EXECUTIONS_PAGE,
    refetchInterval: NEWS_MS,
  });
}

/** Jobs that were given up, newest first, a page at a time. */
export function deadJobsQuery(sdk: SelfDB, id: string) {
  return infiniteQueryOptions({
    queryKey: ['functions', 'dead-jobs', id],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.functions.deadJobs(id, { skip: pageParam, limit: EXECUTIONS_PAGE }, { signal }),
    getNextPageParam: (last, pages) =>
      last.length < EXECUTIONS_PAGE ? undefined : pages.length * EXECUTIONS_PAGE,
    refetchInterval: NEWS_MS,
  });
}

/** An execution. Null until it is recorded, which is a moment after its answer; then asked again until it has ended. */
export function executionQuery(sdk: SelfDB, id: string, executionId: string) {
  return queryOptions({
    queryKey: ['functions', 'executions', id, 'one', executionId],
    queryFn: ({ signal }) => sdk.functions.execution(id, executionId, { signal }).catch(nullIfGone),
    refetchInterval: ({ state }) => (hasEnded(state.data) ? false : SOON_MS),
  });
}

/** What an execution logged, oldest first. `ended` asks once more when it has ended. */
export function executionLogsQuery(sdk: SelfDB, id: string, executionId: string, ended: boolean) {
  return queryOptions({
    queryKey: ['functions', 'executions', id, 'logs', executionId, ended],
    queryFn: async ({ signal }) =>
      (await sdk.functions.logs(id, { executionId, limit: 1000 }, { signal })).toReversed(),
    placeholderData: keepPreviousData,
  });
}

/** The counts and durations of the last 24 hours. */
export function functionMetricsQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['functions', 'metrics', id],
    queryFn: ({ signal }) => sdk.functions.metrics(id, { signal }),
    refetchInterval: IDLE_MS,
  });
}

export function hasEnded(execution: FunctionExecution | null | undefined): boolean {
  return Boolean(execution && execution.status !== 'running');
}

/** Reads again whatever is shown of functions. Call it after a change. */
export function useRefreshFunctions(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['functions'] });
}

function nullIfGone(error: unknown): null {
  if (isNotFound(error)) return null;
  throw error;
}
