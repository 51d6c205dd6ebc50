import { useNavigate, useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import FolderOpen from 'lucide-solid/icons/folder-open';
import Plus from 'lucide-solid/icons/plus';
import SearchX from 'lucide-solid/icons/search-x';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { useCommands } from '../../../app/commands/commands.ts';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Page } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { answerOf } from '../../tables/queries.ts';
import { bucketPath } from '../paths.ts';
import { bucketsQuery, type StorageBucket } from '../queries.ts';
import { TypedSearch } from '../typed-search.tsx';
import { BucketById } from './bucket-by-id.tsx';
import { BucketPanel } from './bucket-panel.tsx';
import { BucketsList } from './buckets-list.tsx';
import { bucketsInView, readBucketsView } from './buckets-view.ts';

/** More rows at once would make the page slow. */
const SHOWN = 200;

/** All buckets. With `?bucket=<id>`, as the activity links to one, it goes on to the page of that bucket. */
export default function BucketsPage() {
  const [params] = useSearchParams<Record<string, string>>();
  return (
    <Show when={params.bucket} fallback={<AllBuckets />}>
      {(id) => <BucketById id={String(id())} />}
    </Show>
  );
}

/** Search buckets, open one, create, change and delete them. */
function AllBuckets() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const buckets = createQuery(() => bucketsQuery(sdk));
  const [shown, setShown] = createSignal(SHOWN);
  const view = () => readBucketsView(params);
  const all = () => answerOf(buckets) ?? [];
  const found = () => bucketsInView(all(), view());
  const showNew = (open: boolean) => setParams({ new: open ? 'bucket' : undefined });
  useShortcuts([{ keys: 'n', label: 'Create bucket', group: 'Storage', run: () => showNew(true) }]);
  useCommands(() => [
    {
      id: 'storage:create',
      label: 'Create bucket',
      group: 'Storage',
      icon: <Plus />,
      keys: 'n',
      run: () => showNew(true),
    },
    ...all().map((bucket) => ({
      id: `bucket:${bucket.id}`,
      label: bucket.name,
      group: 'Bucket',
      keywords: bucket.description ?? '',
      icon: <FolderOpen />,
      run: () => navigate(bucketPath(bucket.name)),
    })),
  ]);
  const create = () => (
    <Button variant="primary" icon={<Plus />} onClick={() => showNew(true)}>
      Create bucket
    </Button>
  );
  return (
    <Page
      title="Storage"
      aside={<span class="tabular text-xs text-muted">{totals(all())}</span>}
      actions={create()}
    >
      <Toolbar>
        <TypedSearch
          label="Search buckets"
          value={view().search}
          onChange={(search) => setParams({ search: search || undefined }, { replace: true })}
        />
      </Toolbar>
      <Switch fallback={<SkeletonRows />}>
        <Match when={buckets.isLoadingError}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The buckets could not be listed."
              error={buckets.error}
              onRetry={() => void buckets.refetch()}
            />
          </div>
        </Match>
        <Match when={answerOf(buckets) && all().length === 0}>
          <NoBuckets action={create()} />
        </Match>
        <Match when={answerOf(buckets) && found().length === 0}>
          <EmptyState
            icon={<SearchX />}
            title="No bucket matches"
            action={<Button onClick={() => setParams({ search: undefined })}>Clear the search</Button>}
          >
            No name or description contains “{view().search}”.
          </EmptyState>
        </Match>
        <Match when={answerOf(buckets)}>
          <div class="min-h-0 flex-1 overflow-y-auto">
            <BucketsList
              buckets={found().slice(0, shown())}
              sort={view().sort}
              onSort={({ by, order }) => setParams({ sort: by, order }, { replace: true, scroll: false })}
            />
            <Show when={found().length > shown()}>
              <p class="flex items-center justify-center gap-3 border-t border-line py-3 text-muted">
                {formatCount(shown())} of {formatCount(found().length)} buckets
                <Button onClick={() => setShown(shown() + SHOWN)}>Show more</Button>
              </p>
            </Show>
          </div>
        </Match>
      </Switch>
      <BucketPanel
        open={params.new === 'bucket'}
        onClose={() => showNew(false)}
        onSaved={({ name }) => navigate(bucketPath(name))}
      />
    </Page>
  );
}

function NoBuckets(props: { action: JSX.Element }) {
  return (
    <EmptyState icon={<FolderOpen />} title="No buckets yet" action={props.action}>
      A bucket holds files in folders. It decides who may read and upload them, how large they may be and of
      which types. Create the first one.
    </EmptyState>
  );
}

function totals(buckets: StorageBucket[]): string {
  const files = buckets.reduce((sum, { file_count }) => sum + file_count, 0);
  const bytes = buckets.reduce((sum, { total_size }) => sum + total_size, 0);
  return buckets.length === 0 ? '' : `${counted(files, 'file')}, ${formatBytes(bytes)}`;
}
