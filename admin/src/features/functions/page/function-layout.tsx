import type { SelfDBFunction } from '@selfdb/sdk';
import { A, type RouteSectionProps, useLocation, useNavigate, useParams } from '@solidjs/router';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import Play from 'lucide-solid/icons/play';
import { type JSX, Match, Show, Suspense, Switch } from 'solid-js';
import { useCommands } from '../../../app/commands/commands.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Page } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { type TabItem, Tabs } from '../../../ui/display/tabs.tsx';
import { answerOf } from '../../tables/queries.ts';
import { type FunctionTab, functionPath, functionTabOf } from '../paths.ts';
import { functionQuery, useRefreshFunctions } from '../queries.ts';
import { FunctionProvider } from './function-context.tsx';
import { FunctionState } from './function-state.tsx';
import { InactiveNotice } from './inactive-notice.tsx';

const FUNCTIONS = { href: '/functions', label: 'Functions' };

/** The page of a function: its name, its tabs, and the tab that the URL names. */
export default function FunctionLayout(props: RouteSectionProps) {
  const sdk = useSdk();
  const params = useParams<{ id: string }>();
  const query = createQuery(() => functionQuery(sdk, params.id));
  return (
    <Switch>
      <Match when={answerOf(query)?.id} keyed>
        <Show when={answerOf(query)}>
          {(found) => <FunctionPage fn={found()}>{props.children}</FunctionPage>}
        </Show>
      </Match>
      <Match when={query.isLoadingError}>
        <Page title="Function" parent={FUNCTIONS}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The function could not be read."
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          </div>
        </Page>
      </Match>
      <Match when={answerOf(query) === null}>
        <Page title="Function" parent={FUNCTIONS}>
          <EmptyState
            title="There is no such function"
            action={
              <A href="/functions" class={buttonClass('primary')}>
                All functions
              </A>
            }
          >
            It may have been deleted.
          </EmptyState>
        </Page>
      </Match>
      <Match when={true}>
        <Page title="Function" parent={FUNCTIONS}>
          <SkeletonRows rows={12} />
        </Page>
      </Match>
    </Switch>
  );
}

function FunctionPage(props: { fn: SelfDBFunction; children: JSX.Element }) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const refresh = useRefreshFunctions();
  const tabs = (): TabItem[] => [
    { id: 'code', label: 'Code' },
    { id: 'test', label: 'Test' },
    { id: 'executions', label: 'Executions' },
    { id: 'dead-jobs', label: 'Dead jobs' },
    { id: 'logs', label: 'Logs' },
    { id: 'versions', label: 'Versions' },
    { id: 'variables', label: 'Variables', count: Object.keys(props.fn.env_vars).length },
    { id: 'triggers', label: 'Triggers', count: props.fn.triggers.length },
    { id: 'settings', label: 'Settings' },
  ];
  const open = (tab: string) => navigate(functionPath(props.fn.id, tab as FunctionTab));
  async function accept(changed: SelfDBFunction) {
    queries.setQueryData(functionQuery(sdk, changed.id).queryKey, changed);
    await refresh();
  }
  useCommands(() =>
    tabs().map(({ id, label }) => ({
      id: `function:${id}`,
      label: `${props.fn.name}: ${label}`,
      group: 'Function',
      icon: <Play />,
      run: () => open(id),
    })),
  );
  return (
    <FunctionProvider fn={() => props.fn} accept={accept}>
      <Page
        title={props.fn.name}
        parent={FUNCTIONS}
        aside={
          <>
            <FunctionState fn={props.fn} />
            <Show when={props.fn.public}>
              <Badge title="Callers need no token">public</Badge>
            </Show>
          </>
        }
      >
        <InactiveNotice />
        <Tabs
          label="Parts of the function"
          tabs={tabs()}
          value={functionTabOf(location.pathname)}
          onChange={open}
        >
          <Suspense fallback={<SkeletonRows rows={12} />}>{props.children}</Suspense>
        </Tabs>
      </Page>
    </FunctionProvider>
  );
}
