import { createQuery } from '@tanstack/solid-query';
import { Match, Switch } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Page } from '../../ui/display/page.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { answerOf } from '../tables/queries.ts';
import { PageStateProvider } from './page-context.tsx';
import { referenceQuery } from './queries.ts';
import { ReferenceView } from './reference-view.tsx';

/** The page of the API: `/api-reference?operation=listTables&table=books`. */
export default function ApiReferencePage() {
  const sdk = useSdk();
  const reference = createQuery(() => referenceQuery(sdk));
  return (
    <Switch
      fallback={
        <Page title="API">
          <SkeletonRows rows={14} />
        </Page>
      }
    >
      <Match when={answerOf(reference)}>
        {(found) => (
          <PageStateProvider>
            <ReferenceView reference={found()} />
          </PageStateProvider>
        )}
      </Match>
      <Match when={reference.isLoadingError}>
        <Page title="API">
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The description of the API could not be read."
              error={reference.error}
              onRetry={() => void reference.refetch()}
            />
          </div>
        </Page>
      </Match>
    </Switch>
  );
}
