import type { Webhook } from '@selfdb/sdk';
import { A, type RouteSectionProps, useLocation, useNavigate, useParams } from '@solidjs/router';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import { type JSX, Match, Show, Suspense, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Page } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { type TabItem, Tabs } from '../../../ui/display/tabs.tsx';
import { answerOf } from '../../tables/queries.ts';
import { type WebhookTab, webhookPath, webhookTabOf } from '../paths.ts';
import { useRefreshWebhooks, webhookQuery } from '../queries.ts';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookProvider } from './webhook-context.tsx';
import { WebhookState } from './webhook-state.tsx';

const WEBHOOKS = { href: '/webhooks', label: 'Webhooks' };
const TABS: TabItem[] = [
  { id: 'deliveries', label: 'Deliveries' },
  { id: 'settings', label: 'Settings' },
];

/** The page of a webhook: its name, its tabs, and the tab that the URL names. */
export default function WebhookLayout(props: RouteSectionProps) {
  const sdk = useSdk();
  const params = useParams<{ id: string }>();
  const query = createQuery(() => webhookQuery(sdk, params.id));
  return (
    <Switch>
      <Match when={answerOf(query)?.id} keyed>
        <Show when={answerOf(query)}>
          {(found) => <WebhookPage webhook={found()}>{props.children}</WebhookPage>}
        </Show>
      </Match>
      <Match when={query.isLoadingError}>
        <Page title="Webhook" parent={WEBHOOKS}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The webhook could not be read."
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          </div>
        </Page>
      </Match>
      <Match when={answerOf(query) === null}>
        <Page title="Webhook" parent={WEBHOOKS}>
          <EmptyState
            title="There is no such webhook"
            action={
              <A href="/webhooks" class={buttonClass('primary')}>
                All webhooks
              </A>
            }
          >
            It may have been deleted.
          </EmptyState>
        </Page>
      </Match>
      <Match when={true}>
        <Page title="Webhook" parent={WEBHOOKS}>
          <SkeletonRows rows={12} />
        </Page>
      </Match>
    </Switch>
  );
}

function WebhookPage(props: { webhook: Webhook; children: JSX.Element }) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const refresh = useRefreshWebhooks();
  const open = (tab: string) => navigate(webhookPath(props.webhook.id, tab as WebhookTab));
  async function accept(changed: Webhook) {
    queries.setQueryData(webhookQuery(sdk, changed.id).queryKey, changed);
    await refresh();
  }
  return (
    <WebhookProvider webhook={() => props.webhook} accept={accept}>
      <Page
        title={props.webhook.name}
        parent={WEBHOOKS}
        aside={<WebhookState webhook={props.webhook} />}
        actions={<WebhookActions />}
      >
        <Tabs
          label="Parts of the webhook"
          tabs={TABS}
          value={webhookTabOf(location.pathname)}
          onChange={open}
        >
          <Suspense fallback={<SkeletonRows rows={12} />}>{props.children}</Suspense>
        </Tabs>
      </Page>
    </WebhookProvider>
  );
}
