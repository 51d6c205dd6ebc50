import type { SelfDB, WebhookDelivery } from '@selfdb/sdk';
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/solid-query';
import { isNotFound } from '../../app/query-client.ts';
import type { WebhooksView } from './list/webhooks-view.ts';

const PAGE_SIZE = 100;
const MAX_FUNCTIONS = 1000;
const IDLE_MS = 10_000;
const NEWS_MS = 3000;
const BUSY_MS = 1000;

/** Webhooks in the order of the view, a page at a time. */
export function webhooksQuery(sdk: SelfDB, { search, sort }: WebhooksView) {
  return infiniteQueryOptions({
    queryKey: ['webhooks', 'list', search, sort.by, sort.order],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.webhooks.list(
        { skip: pageParam, limit: PAGE_SIZE, sortBy: sort.by, sortOrder: sort.order, search },
        { signal },
      ),
    getNextPageParam: (last, pages) => (last.length < PAGE_SIZE ? undefined : pages.length * PAGE_SIZE),
    placeholderData: keepPreviousData,
    refetchInterval: IDLE_MS,
  });
}

/** How many webhooks the search finds. */
export function webhookCountQuery(sdk: SelfDB, search: string) {
  return queryOptions({
    queryKey: ['webhooks', 'count', search],
    queryFn: async ({ signal }) => (await sdk.webhooks.count({ search }, { signal })).count,
    placeholderData: keepPreviousData,
  });
}

/** A webhook by its id; null if there is none. */
export function webhookQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: ({ signal }) => sdk.webhooks.get(id, { signal }).catch(nullIfGone),
    refetchInterval: NEWS_MS,
  });
}

/** A function that a webhook can run. */
export interface FunctionChoice {
  id: string;
  name: string;
  isActive: boolean;
}

/** The functions by name, without their code. */
export function functionChoicesQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['functions', 'choices'],
    async queryFn({ signal }): Promise<FunctionChoice[]> {
      const list = { limit: MAX_FUNCTIONS, sortBy: 'name', sortOrder: 'asc' } as const;
      const functions = await sdk.functions.list(list, { signal });
      return functions.map(({ id, name, is_active }) => ({ id, name, isActive: is_active }));
    },
  });
}

export type DeliveryStatus = WebhookDelivery['status'];

/** Deliveries, newest first, a page at a time. Asked again soon while one waits or runs. */
export function deliveriesQuery(sdk: SelfDB, webhookId: string, status: DeliveryStatus | undefined) {
  return infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', webhookId, status],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.webhooks.deliveries(webhookId, { status, skip: pageParam, limit: PAGE_SIZE }, { signal }),
    getNextPageParam: (last, pages) => (last.length < PAGE_SIZE ? undefined : pages.length * PAGE_SIZE),
    refetchInterval: ({ state }) => (state.data?.pages.flat().some(isUnderWay) ? BUSY_MS : NEWS_MS),
  });
}

/** A delivery with its whole body; null if there is none. */
export function deliveryQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: ({ signal }) => sdk.webhooks.delivery(id, { signal }).catch(nullIfGone),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? BUSY_MS : NEWS_MS),
  });
}

/** Reads all that is shown of webhooks again. */
export function useRefreshWebhooks(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['webhooks'] });
}

/** Whether a delivery runs or is about to. */
export function isUnderWay({ status }: Pick<WebhookDelivery, 'status'>): boolean {
  return status === 'queued' || status === 'executing';
}

function nullIfGone(error: unknown): null {
  if (isNotFound(error)) return null;
  throw error;
}
