import { useNavigate, useSearchParams } from '@solidjs/router';
import { createInfiniteQuery, createQuery } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import { createMemo, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSdk } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { SearchField } from '../../ui/controls/search-field.tsx';
import { Page } from '../../ui/display/page.tsx';
import { counted } from '../../ui/format/numbers.ts';
import { Toolbar } from '../../ui/navigation/toolbar.tsx';
import { answerOf } from '../tables/queries.ts';
import { CreateWebhookPanel } from './create/create-webhook-panel.tsx';
import { WebhooksList } from './list/webhooks-list.tsx';
import { readWebhooksView } from './list/webhooks-view.ts';
import { webhookCountQuery, webhooksQuery } from './queries.ts';

/** All webhooks: found, opened and created here. */
export default function WebhooksPage() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const view = createMemo(() => readWebhooksView(params));
  const webhooks = createInfiniteQuery(() => webhooksQuery(sdk, view()));
  const count = createQuery(() => webhookCountQuery(sdk, view().search));
  let searchField: HTMLInputElement | undefined;
  const create = () => setParams({ new: 'webhook' });
  useShortcuts([
    { keys: 'n', label: 'Create webhook', group: 'Webhooks', run: create },
    { keys: '/', label: 'Search webhooks', group: 'Webhooks', run: () => searchField?.focus() },
  ]);
  useCommands(() => [
    {
      id: 'webhooks:new',
      label: 'Create webhook',
      group: 'Webhooks',
      icon: <Plus />,
      keys: 'n',
      run: create,
    },
  ]);
  return (
    <Page
      title="Webhooks"
      aside={
        <Show when={answerOf(count) !== undefined}>
          <span class="tabular text-xs text-muted">{counted(answerOf(count) ?? 0, 'webhook')}</span>
        </Show>
      }
      actions={
        <Button variant="primary" icon={<Plus />} onClick={create}>
          Create webhook
        </Button>
      }
    >
      <Toolbar>
        <SearchField
          label="Search webhooks"
          value={view().search}
          onChange={(search) => setParams({ search: search || undefined }, { replace: true, scroll: false })}
          ref={(element) => {
            searchField = element;
          }}
        />
      </Toolbar>
      <WebhooksList
        query={webhooks}
        view={view()}
        onSort={({ by, order }) => setParams({ sort: by, order }, { replace: true, scroll: false })}
        onShowAll={() => navigate('/webhooks')}
        onCreate={create}
      />
      <CreateWebhookPanel open={params.new === 'webhook'} onClose={() => setParams({ new: undefined })} />
    </Page>
  );
}
