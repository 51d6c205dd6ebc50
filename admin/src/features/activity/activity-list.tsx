import Activity from 'lucide-solid/icons/activity';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { createSignal, onMount, Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { type ActivityView, isActivityFiltered } from './activity-view.ts';
import type { Item } from './items/item.ts';
import type { createFeed } from './live/feed.ts';
import { Timeline } from './timeline/timeline.tsx';

/** From here on down, new lines wait. */
const TOP_PX = 40;
const NEAR_END_PX = 600;

interface ActivityListProps {
  feed: ReturnType<typeof createFeed>;
  view: ActivityView;
  paused: boolean;
  linkTo: (item: Item) => string;
  onScrolled: (isScrolled: boolean) => void;
  onShowAll: () => void;
}

/** The timeline with what stands in its place while it loads, fails or is empty. */
export function ActivityList(props: ActivityListProps) {
  const [scroller, setScroller] = createSignal<HTMLElement>();
  let element: HTMLElement | undefined;
  // Only when it is in the document: before, the timeline would find no window to observe it with.
  onMount(() => setScroller(element));
  const query = () => props.feed.query;
  const isLoading = () => query().isPending && props.feed.filters() !== undefined;

  function follow(element: HTMLElement) {
    props.onScrolled(element.scrollTop > TOP_PX);
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (left < NEAR_END_PX && query().hasNextPage && !query().isFetchingNextPage)
      void query().fetchNextPage();
  }
  function showNew() {
    props.feed.showAll();
    scroller()?.scrollTo({ top: 0 });
  }
  return (
    <div class="relative min-h-0 flex-1">
      <Show when={props.feed.waiting() > 0}>
        <div class="pointer-events-none absolute inset-x-0 top-2 z-20 flex justify-center">
          <Button
            variant="primary"
            size="sm"
            icon={<ArrowUp />}
            class="pointer-events-auto shadow-pop"
            onClick={showNew}
          >
            {props.feed.waiting()} new
          </Button>
        </div>
      </Show>
      <section
        ref={element}
        aria-label="What happened, newest first"
        class="h-full overflow-y-auto"
        onScroll={(event) => follow(event.currentTarget)}
      >
        <Show when={query().error}>
          <div class="max-w-2xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The activity could not be listed."
              error={query().error}
              onRetry={() => void query().refetch()}
            />
          </div>
        </Show>
        <Show when={!isLoading()} fallback={<SkeletonRows />}>
          <Show when={props.feed.items().length > 0} fallback={<Nothing {...props} />}>
            <Show when={scroller()}>
              {(scrolling) => (
                <Timeline items={props.feed.items()} scroller={scrolling()} linkTo={props.linkTo} />
              )}
            </Show>
          </Show>
        </Show>
        <Show when={query().hasNextPage}>
          <div class="flex justify-center px-4 py-3">
            <Button busy={query().isFetchingNextPage} onClick={() => void query().fetchNextPage()}>
              Load older
            </Button>
          </div>
        </Show>
      </section>
    </div>
  );
}

function Nothing(props: ActivityListProps) {
  const onlyRows = () => props.view.kind === 'changes';
  return (
    <Show when={!props.feed.query.error}>
      <EmptyState
        icon={<Activity />}
        title={onlyRows() ? 'No row has changed since you opened this page' : 'Nothing has happened yet'}
        action={
          <Show when={isActivityFiltered(props.view)}>
            <Button onClick={props.onShowAll}>Show all activity</Button>
          </Show>
        }
      >
        <Show
          when={onlyRows()}
          fallback={
            isActivityFiltered(props.view)
              ? 'Nothing matches these filters.'
              : 'Sign-ins, changes of users, tables and files, and SQL appear here.'
          }
        >
          <Show
            when={props.feed.watched() === 0}
            fallback="Changes of rows appear here the moment they are committed, no matter who makes them."
          >
            To see changes here, turn on realtime in the settings of a table.
          </Show>
        </Show>
      </EmptyState>
    </Show>
  );
}
