import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { corsQuery } from '../queries.ts';
import { OriginChoice } from './origin-choice.tsx';
import { OriginList } from './origin-list.tsx';
import { OriginSource } from './origin-source.tsx';
import { OriginTest } from './origin-test.tsx';

/** Which web pages may call the API from a browser. Changes are in force at once. */
export function OriginsSection() {
  const sdk = useSdk();
  const query = createQuery(() => corsQuery(sdk));
  return (
    <>
      <p class="text-muted">
        Browsers let a web page call this API only if its origin is allowed: its scheme, host and port, such
        as https://app.example.com. This is also known as CORS. Programs, servers and this dashboard don't
        depend on it.
      </p>
      <ErrorNotice
        title="The allowed origins could not be read."
        error={query.isLoadingError ? query.error : undefined}
        onRetry={() => void query.refetch()}
      />
      <Show
        when={query.data}
        fallback={
          <Show when={!query.error}>
            <SkeletonRows rows={6} />
          </Show>
        }
      >
        {(cors) => (
          <>
            <Card title="Pages that may call the API">
              <div class="space-y-4 p-4">
                <OriginChoice cors={cors()} />
                <OriginList cors={cors()} />
              </div>
              <OriginSource cors={cors()} />
            </Card>
            <OriginTest cors={cors()} />
          </>
        )}
      </Show>
    </>
  );
}
