import { useNavigate, useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Network from 'lucide-solid/icons/network';
import { createEffect, Match, Switch } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Page } from '../../ui/display/page.tsx';
import { Skeleton } from '../../ui/display/skeleton.tsx';
import { answerOf } from '../tables/queries.ts';
import { ChooseFirst } from './choose-first.tsx';
import { DiagramView } from './diagram-view.tsx';
import { MAX_SHOWN } from './model/choose.ts';
import { diagramQuery, surroundingsQuery, tableCountQuery } from './queries.ts';

/** The page of the diagram: `/diagram?table=books`. */
export default function DiagramPage() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ around?: string; table?: string }>();
  const counting = createQuery(() => tableCountQuery(sdk));
  const count = () => answerOf(counting) ?? 0;
  const areTooMany = () => count() > MAX_SHOWN;
  const tables = createQuery(() => ({
    ...diagramQuery(sdk, count()),
    enabled: answerOf(counting) !== undefined && !areTooMany(),
  }));
  const surroundings = createQuery(() => ({
    ...surroundingsQuery(sdk, count(), search.around),
    enabled: areTooMany(),
  }));
  const diagram = () => answerOf(areTooMany() ? surroundings : tables);
  const failed = () => [counting, tables, surroundings].find(({ isLoadingError }) => isLoadingError);
  const show = (name: string) => setSearch({ table: name, around: name }, { replace: true });
  createEffect(() => areTooMany() && !search.around && search.table && show(search.table));
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
      <Match when={failed()}>
        {(query) => (
          <Page title="Diagram">
            <div class="max-w-xl px-4 py-4 sm:px-6">
              <ErrorNotice
                title="The tables could not be read."
                error={query().error}
                onRetry={() => void query().refetch()}
              />
            </div>
          </Page>
        )}
      </Match>
      <Match when={areTooMany() && diagram()?.cards.length === 0}>
        <ChooseFirst total={count()} missing={search.around} onChoose={show} />
      </Match>
      <Match when={diagram()?.cards.length === 0}>
        <Page title="Diagram">
          <EmptyState
            icon={<Network />}
            title="No tables yet"
            action={
              <Button variant="primary" onClick={() => navigate('/tables')}>
                Create table
              </Button>
            }
          >
            This page draws your tables and how they refer to each other.
          </EmptyState>
        </Page>
      </Match>
      <Match when={diagram()}>{(found) => <DiagramView diagram={found()} />}</Match>
    </Switch>
  );
}
