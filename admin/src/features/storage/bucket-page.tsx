import { useParams, useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { createEffect, createMemo, Match, on, Show, Switch } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { LevelBadge } from '../../ui/display/badge.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Page } from '../../ui/display/page.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { answerOf } from '../tables/queries.ts';
import { BrowseToolbar } from './browse/browse-toolbar.tsx';
import { type BucketBrowser, BucketBrowserProvider, createBucketBrowser } from './browse/browser.tsx';
import { NoBucket } from './browse/no-bucket.tsx';
import { useBrowserCommands } from './browse/use-browser-commands.tsx';
import { describeBucketAccess } from './buckets/bucket-access.ts';
import { BucketMenu } from './buckets/bucket-menu.tsx';
import { FilePanel } from './detail/file-panel.tsx';
import { EntryDialogs } from './dialogs/entry-dialogs.tsx';
import { ListingBox } from './listing/listing-box.tsx';
import { bucketQuery, type StorageBucket } from './queries.ts';
import { DropTarget } from './uploads/choose/drop-target.tsx';
import { createFileChooser } from './uploads/choose/file-chooser.tsx';
import { Unfinished } from './uploads/choose/unfinished.tsx';
import { UploadButton } from './uploads/choose/upload-button.tsx';
import { readStorageView, storageParams } from './view-state.ts';

/** The files of one bucket. */
export default function BucketPage() {
  const sdk = useSdk();
  const params = useParams<{ bucket: string }>();
  const query = createQuery(() => bucketQuery(sdk, params.bucket));
  // The page stays as it is when the bucket is read again.
  const id = createMemo(() => answerOf(query)?.id);
  return (
    <Switch
      fallback={
        <Page title={params.bucket} parent={{ href: '/storage', label: 'Storage' }}>
          <SkeletonRows />
        </Page>
      }
    >
      <Match when={query.isLoadingError}>
        <Page title={params.bucket} parent={{ href: '/storage', label: 'Storage' }}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The bucket could not be read."
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          </div>
        </Page>
      </Match>
      <Match when={answerOf(query) === null}>
        <NoBucket name={params.bucket} />
      </Match>
      <Match when={id()}>
        <OpenBucket bucket={answerOf(query) as StorageBucket} />
      </Match>
    </Switch>
  );
}

function OpenBucket(props: { bucket: StorageBucket }) {
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const bucket = () => props.bucket;
  const view = createMemo(() => readStorageView(params));
  const path = () => view().path;
  const change: BucketBrowser['change'] = (next, how = 'push') =>
    setParams(storageParams(next), { replace: how === 'replace', scroll: false });
  const chooser = createFileChooser(() => ({ bucket: bucket(), folder: path() }));
  const browser = createBucketBrowser({ bucket, view, change, chooser });
  useBrowserCommands(browser);
  createEffect(
    on([() => bucket().id, path, () => view().search], () => browser.selection.reset(), {
      defer: true,
    }),
  );
  return (
    <BucketBrowserProvider value={browser}>
      <Page
        title={bucket().name}
        parent={{ href: '/storage', label: 'Storage' }}
        aside={<LevelBadge level={describeBucketAccess(bucket().access)} />}
        actions={
          <>
            <UploadButton chooser={chooser} />
            <BucketMenu bucket={bucket()} isOpen />
          </>
        }
      >
        <BrowseToolbar />
        <Unfinished bucket={bucket()} />
        <DropTarget bucket={bucket()} folder={view().path} class="flex min-h-0 flex-1 flex-col">
          <ListingBox />
        </DropTarget>
        <EntryDialogs />
        <Show when={view().file}>
          {(file) => <FilePanel fileId={file()} onClose={() => change({ file: undefined })} />}
        </Show>
      </Page>
    </BucketBrowserProvider>
  );
}
