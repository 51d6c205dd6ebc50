import type { FunctionVersion } from '@selfdb/sdk';
import { A, useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { answerOf, ownersQuery } from '../../tables/queries.ts';
import { useFunction } from '../page/function-context.tsx';
import { versionsQuery } from '../queries.ts';
import { RollbackDialog } from './rollback-dialog.tsx';
import { VersionComparison } from './version-comparison.tsx';

/** The versions of the function: what has changed since each, and going back to one. */
export default function VersionsPage() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const [params] = useSearchParams<Record<string, string>>();
  const [goingBack, setGoingBack] = createSignal<FunctionVersion>();
  const query = createQuery(() => versionsQuery(sdk, fn().id, fn().version, fn().deployed_version));
  const versions = () => answerOf(query) ?? [];
  const chosen = () =>
    versions().find(({ version }) => String(version) === params.version) ?? versions()[1] ?? versions()[0];
  return (
    <Switch fallback={<SkeletonRows />}>
      <Match when={query.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The versions could not be listed."
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </div>
      </Match>
      <Match when={answerOf(query)}>
        <div class="flex min-h-0 flex-1 flex-col md:flex-row">
          <VersionList versions={versions()} chosen={chosen()} />
          <Show when={chosen()}>
            {(version) => (
              <VersionComparison
                version={version()}
                newest={versions()[0] ?? version()}
                onRollback={() => setGoingBack(version())}
              />
            )}
          </Show>
        </div>
        <RollbackDialog version={goingBack()} onClose={() => setGoingBack(undefined)} />
      </Match>
    </Switch>
  );
}

function VersionList(props: { versions: FunctionVersion[]; chosen: FunctionVersion | undefined }) {
  const sdk = useSdk();
  const authors = () => [...new Set(props.versions.flatMap(({ created_by: by }) => (by ? [by] : [])))];
  const owners = createQuery(() => ownersQuery(sdk, authors()));
  return (
    <nav
      aria-label="Versions"
      class="shrink-0 overflow-y-auto border-line max-md:max-h-52 max-md:border-b md:w-64 md:border-r"
    >
      <ul class="divide-y divide-line">
        <For each={props.versions}>
          {(version) => (
            <li>
              <A
                href={`?version=${version.version}`}
                aria-current={version.version === props.chosen?.version ? 'true' : undefined}
                class="block px-4 py-2 hover:bg-hover aria-[current]:bg-accent-soft sm:px-6 md:px-4"
                noScroll
                replace
              >
                <span class="flex items-center gap-2 text-sm font-medium">
                  Version {version.version}
                  <Show when={version.deployed}>
                    <Badge tone="success">serves</Badge>
                  </Show>
                </span>
                <span class="block truncate text-xs text-muted" title={formatTime(version.created_at)}>
                  {formatAgo(version.created_at)}
                  <Show when={version.created_by && answerOf(owners)?.get(version.created_by)}>
                    {(email) => ` by ${email()}`}
                  </Show>
                </span>
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
