import type { SelfDBFunction } from '@selfdb/sdk';
import type { CreateInfiniteQueryResult, InfiniteData } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import SearchX from 'lucide-solid/icons/search-x';
import SquareFunction from 'lucide-solid/icons/square-function';
import { Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import type { ListSort } from '../../../ui/display/list-table.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../../tables/queries.ts';
import { FunctionsTable } from './functions-table.tsx';
import type { FunctionsView } from './functions-view.ts';

interface FunctionsListProps {
  query: CreateInfiniteQueryResult<InfiniteData<SelfDBFunction[]>>;
  view: FunctionsView;
  onSort: (sort: ListSort) => void;
  onShowAll: () => void;
  onCreate: () => void;
}

/** The list with what stands in its place while it loads, fails or is empty. */
export function FunctionsList(props: FunctionsListProps) {
  const loaded = () => answerOf(props.query)?.pages.flat();
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={props.query.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The functions could not be listed."
            error={props.query.error}
            onRetry={() => void props.query.refetch()}
          />
        </div>
      </Show>
      <Switch>
        <Match when={props.query.isPending}>
          <SkeletonRows />
        </Match>
        <Match when={loaded()?.length === 0}>
          <NoFunctions {...props} />
        </Match>
        <Match when={loaded()}>
          {(list) => <FunctionsTable functions={list()} sort={props.view.sort} onSort={props.onSort} />}
        </Match>
      </Switch>
      <Show when={props.query.hasNextPage}>
        <footer class="flex justify-center border-t border-line px-4 py-3">
          <Button busy={props.query.isFetchingNextPage} onClick={() => void props.query.fetchNextPage()}>
            Load more
          </Button>
        </footer>
      </Show>
    </div>
  );
}

function NoFunctions(props: FunctionsListProps) {
  const create = () => (
    <Button variant="primary" icon={<Plus />} onClick={props.onCreate}>
      Create function
    </Button>
  );
  return (
    <Show
      when={props.view.search}
      fallback={
        <EmptyState icon={<SquareFunction />} title="No functions yet" action={create()}>
          A function is code that answers requests beside your data. It also runs by a schedule, an event or a
          webhook. Create one from a template, change it here and deploy it with one key.
        </EmptyState>
      }
    >
      <EmptyState
        icon={<SearchX />}
        title="No function matches"
        action={<Button onClick={props.onShowAll}>Show all functions</Button>}
      >
        The search looks at names and descriptions.
      </EmptyState>
    </Show>
  );
}
