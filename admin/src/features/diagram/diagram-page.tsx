import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Network from 'lucide-solid/icons/network';
import { Match, Switch } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Page } from '../../ui/display/page.tsx';
import { Skeleton } from '../../ui/display/skeleton.tsx';
import { answerOf } from '../tables/queries.ts';
import { DiagramView } from './diagram-view.tsx';
import { diagramQuery } from './queries.ts';

/** The page of the diagram: `/diagram?table=books`. */
export default function DiagramPage() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const diagram = createQuery(() => diagramQuery(sdk));
  return (
    <Switch
      fallback={
        <Page title="Diagram">
          <div role="status" aria-label="Loading" class="min-h-0 flex-1 p-6">
            <Skeleton class="h-full w-full" />
          </div>
        </Page>
      }
    >
      <Match when={diagram.isLoadingError}>
        <Page title="Diagram">
          <div class="m-6 max-w-xl">
            <ErrorNotice
              title="The tables could not be read."
              error={diagram.error}
              onRetry={() => void diagram.refetch()}
            />
          </div>
        </Page>
      </Match>
      <Match when={answerOf(diagram)?.cards.length === 0}>
        <Page title="Diagram">
          <EmptyState
            icon={<Network />}
            title="No tables yet"
            action={
              <Button variant="primary" onClick={() => navigate('/tables')}>
                Create a table
              </Button>
            }
          >
            This page draws your tables and how they refer to each other.
          </EmptyState>
        </Page>
      </Match>
      <Match when={answerOf(diagram)}>{(found) => <DiagramView diagram={found()} />}</Match>
    </Switch>
  );
}
