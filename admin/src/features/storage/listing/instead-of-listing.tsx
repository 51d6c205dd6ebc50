import { type JSX, Match, Switch } from 'solid-js';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { useBucketBrowser } from '../browse/browser.tsx';
import { EmptyFolder } from '../browse/empty-folder.tsx';

/** What is shown over the listing while it loads, fails or has nothing. The listing stays below, so that it keeps the focus. */
export function InsteadOfListing() {
  const { listing } = useBucketBrowser();
  return (
    <Switch>
      <Match when={listing.error()}>
        <Cover>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The files could not be listed."
              error={listing.error()}
              onRetry={listing.retry}
            />
          </div>
        </Cover>
      </Match>
      <Match when={listing.count() === undefined}>
        <Cover>
          <SkeletonRows />
        </Cover>
      </Match>
      <Match when={listing.count() === 0}>
        <Cover>
          <EmptyFolder />
        </Cover>
      </Match>
    </Switch>
  );
}

function Cover(props: { children: JSX.Element }) {
  return (
    <div class="absolute inset-0 z-10 overflow-y-auto border-t border-line bg-surface">{props.children}</div>
  );
}
