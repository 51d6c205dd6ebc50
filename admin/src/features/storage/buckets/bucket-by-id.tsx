import { Navigate, useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { isNotFound } from '../../../app/query-client.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Page } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../../tables/queries.ts';
import { NoBucket } from '../browse/no-bucket.tsx';
import { bucketPath } from '../paths.ts';
import { bucketNowQuery } from '../queries.ts';
import { readStorageView, storageParams } from '../view-state.ts';

/** Goes to the page of a bucket that is known by its id, whatever its name is now. A folder and a file in the URL go along. */
export function BucketById(props: { id: string }) {
  const sdk = useSdk();
  const [params] = useSearchParams<Record<string, string>>();
  const query = createQuery(() => bucketNowQuery(sdk, props.id));
  const href = (name: string) => {
    const { path, file } = readStorageView(params);
    const kept = Object.entries(storageParams({ path, file })).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return bucketPath(name) + (kept.length > 0 ? `?${new URLSearchParams(kept)}` : '');
  };
  return (
    <Show when={!isNotFound(query.error)} fallback={<NoBucket name="Bucket" />}>
      <Show
        when={answerOf(query)}
        fallback={
          <Page title="Storage">
            <Show when={query.isLoadingError} fallback={<SkeletonRows />}>
              <div class="max-w-xl px-4 py-4 sm:px-6">
                <ErrorNotice
                  title="The bucket could not be read."
                  error={query.error}
                  onRetry={() => void query.refetch()}
                />
              </div>
            </Show>
          </Page>
        }
      >
        {(bucket) => <Navigate href={href(bucket().name)} />}
      </Show>
    </Show>
  );
}
