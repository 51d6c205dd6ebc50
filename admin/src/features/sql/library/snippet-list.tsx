import type { SqlSnippet } from '@selfdb/sdk';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import Bookmark from 'lucide-solid/icons/bookmark';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, For, Show } from 'solid-js';
import { useSdk, useSignedIn } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { formatAgo } from '../../../ui/format/times.ts';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { snippetsKey, snippetsQuery } from '../queries.ts';
import { NameDialog } from '../tabs/name-dialog.tsx';
import { QueryCard } from './query-card.tsx';

interface SnippetListProps {
  search: string;
  onOpen: (entry: { query: string; name?: string }) => void;
  onSave: () => void;
}

/** The own snippets and those that other administrators share. */
export function SnippetList(props: SnippetListProps) {
  const sdk = useSdk();
  const me = useSignedIn().user.id;
  const client = useQueryClient();
  const snippets = createQuery(() => snippetsQuery(sdk, props.search));
  const [renamed, setRenamed] = createSignal<SqlSnippet>();
  const refresh = () => client.invalidateQueries({ queryKey: snippetsKey });

  async function attempt(title: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      await refresh();
      return true;
    } catch (error) {
      showToast({ kind: 'danger', title, detail: describeError(error).message });
      return false;
    }
  }
  const share = (snippet: SqlSnippet) =>
    attempt('The snippet was not changed.', () =>
      sdk.sql.snippets.update(snippet.id, { is_shared: !snippet.is_shared }),
    );
  async function remove({ id, name, sql_code, description, is_shared }: SqlSnippet) {
    if (!(await attempt('The snippet was not deleted.', () => sdk.sql.snippets.delete(id)))) return;
    const restore = () => sdk.sql.snippets.create({ name, sql_code, description, is_shared });
    showToast({
      title: `Deleted ${name}`,
      action: { label: 'Undo', run: () => void attempt('The snippet was not restored.', restore) },
    });
  }
  return (
    <div>
      <div class="px-5">
        <ErrorNotice
          title="The snippets could not be listed."
          error={snippets.error}
          onRetry={() => void snippets.refetch()}
        />
      </div>
      <Show when={snippets.data} fallback={!snippets.error && <SkeletonRows />}>
        {(list) => (
          <Show
            when={list().length > 0}
            fallback={<NoSnippets search={props.search} onSave={props.onSave} />}
          >
            <ul class="divide-y divide-line border-y border-line">
              <For each={list()}>
                {(snippet) => (
                  <QueryCard
                    title={
                      <>
                        <span class="truncate">{snippet.name}</span>
                        <Show when={snippet.is_shared}>
                          <Badge tone="accent">shared</Badge>
                        </Show>
                      </>
                    }
                    query={snippet.sql_code}
                    onOpen={() => props.onOpen({ query: snippet.sql_code, name: snippet.name })}
                    actions={
                      <Show when={snippet.owner_id === me && !snippet.truncated}>
                        <Menu
                          label={`Actions of ${snippet.name}`}
                          trigger={<Ellipsis />}
                          items={[
                            { label: 'Rename', onSelect: () => setRenamed(snippet) },
                            {
                              label: snippet.is_shared ? 'Stop sharing' : 'Share with administrators',
                              onSelect: () => void share(snippet),
                            },
                            { label: 'Delete', danger: true, onSelect: () => void remove(snippet) },
                          ]}
                        />
                      </Show>
                    }
                  >
                    <span>Changed {formatAgo(snippet.updated_at)}</span>
                    <Show when={snippet.owner_id !== me}>
                      <span>by another administrator</span>
                    </Show>
                    <Show when={snippet.description}>
                      <span class="w-full">{snippet.description}</span>
                    </Show>
                  </QueryCard>
                )}
              </For>
            </ul>
            <div class="px-5 py-3">
              <Button size="sm" icon={<Bookmark />} onClick={() => props.onSave()}>
                Save the current query
              </Button>
            </div>
          </Show>
        )}
      </Show>
      <NameDialog
        open={renamed() !== undefined}
        title="Rename snippet"
        name={renamed()?.name ?? ''}
        onClose={() => setRenamed(undefined)}
        onSave={async (name) => {
          await sdk.sql.snippets.update(renamed()?.id ?? '', { name });
          await refresh();
        }}
      />
    </div>
  );
}

function NoSnippets(props: { search: string; onSave: () => void }) {
  return (
    <EmptyState
      icon={<Bookmark />}
      title={props.search ? 'No snippet contains this text' : 'No snippets yet'}
      action={
        <Show when={!props.search}>
          <Button onClick={() => props.onSave()}>Save the current query</Button>
        </Show>
      }
    >
      A snippet is a query that you keep under a name, for yourself or for all administrators.
    </EmptyState>
  );
}
