import type { Webhook } from '@selfdb/sdk';
import type { CreateInfiniteQueryResult, InfiniteData } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import WebhookIcon from 'lucide-solid/icons/webhook';
import { Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import type { ListSort } from '../../../ui/display/list-table.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../../tables/queries.ts';
import { WebhooksTable } from './webhooks-table.tsx';
import type { WebhooksView } from './webhooks-view.ts';

interface WebhooksListProps {
  query: CreateInfiniteQueryResult<InfiniteData<Webhook[]>>;
  view: WebhooksView;
  onSort: (sort: ListSort) => void;
  onShowAll: () => void;
  onCreate: () => void;
}

/** The list with what stands in its place while it loads, fails or is empty. */
export function WebhooksList(props: WebhooksListProps) {
  const loaded = () => answerOf(props.query)?.pages.flat();
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={props.query.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The webhooks could not be listed."
            error={props.query.error}
            onRetry={() => void props.query.refetch()}
          />
        </div>
      </Show>
      <Switch>
        <Match when={props.query.isPending}>
          <SkeletonRows />
        </Match>
        <Match when={loaded()?.length === 0 && props.view.search !== ''}>
          <EmptyState
            icon={<WebhookIcon />}
            title="No webhook matches"
            action={<Button onClick={props.onShowAll}>Show all webhooks</Button>}
          >
            The search looks at names and descriptions.
          </EmptyState>
        </Match>
        <Match when={loaded()?.length === 0}>
          <EmptyState
            icon={<WebhookIcon />}
            title="No webhooks yet"
            action={
              <Button variant="primary" icon={<Plus />} onClick={props.onCreate}>
                Create webhook
              </Button>
            }
          >
            A webhook is an address that another service calls, such as GitHub or Stripe. SelfDB checks the
            signature, stores the request, and runs a function with it, again if the function fails.
          </EmptyState>
        </Match>
        <Match when={loaded()}>
          {(webhooks) => <WebhooksTable webhooks={webhooks()} sort={props.view.sort} onSort={props.onSort} />}
        </Match>
      </Switch>
      <Show when={props.query.hasNextPage}>
        <div class="flex justify-center border-t border-line px-4 py-3">
          <Button busy={props.query.isFetchingNextPage} onClick={() => void props.query.fetchNextPage()}>
            Load more
          </Button>
        </div>
      </Show>
    </div>
  );
}
