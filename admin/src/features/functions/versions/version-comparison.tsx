import type { FunctionVersion } from '@selfdb/sdk';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { For, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { filesOf } from '../code/drafts.ts';
import { changedFiles } from './changed-files.ts';

const VersionDiff = lazy(() => import('./version-diff.tsx'));

interface VersionComparisonProps {
  version: FunctionVersion;
  newest: FunctionVersion;
  onRollback: () => void;
}

/** What has changed since a version. Of the newest one, its code. */
export function VersionComparison(props: VersionComparisonProps) {
  const isNewest = () => props.version.version === props.newest.version;
  const changes = () => changedFiles(filesOf(props.version), filesOf(props.newest));
  const title = () =>
    isNewest()
      ? `Version ${props.version.version}, the newest`
      : `From version ${props.version.version} to ${props.newest.version}, the newest`;
  return (
    <section aria-label="Comparison" class="min-h-0 min-w-0 flex-1 overflow-y-auto">
      <header class="flex flex-wrap items-center gap-3 px-4 py-2 sm:px-6">
        <h2 class="min-w-0 flex-1 text-sm font-semibold">{title()}</h2>
        <Show when={!(isNewest() && props.version.deployed)}>
          <Button icon={<RotateCcw />} onClick={() => props.onRollback()}>
            Roll back to version {props.version.version}
          </Button>
        </Show>
      </header>
      <Switch>
        <Match when={isNewest()}>
          <div class="space-y-4 px-4 pb-6 sm:px-6">
            <For each={Object.entries(filesOf(props.version))}>
              {([name, text]) => (
                <div>
                  <h3 class="mb-1 font-mono text-xs text-muted">{name}</h3>
                  <Code label={name} code={text} tall />
                </div>
              )}
            </For>
          </div>
        </Match>
        <Match when={changes().length === 0}>
          <p class="px-4 py-6 text-sm text-muted sm:px-6">Both have the same code.</p>
        </Match>
        <Match when={true}>
          <For each={changes()}>
            {({ name, before, after, change }) => (
              <div class="border-t border-line">
                <h3 class="px-4 py-1.5 text-xs text-muted sm:px-6">
                  <span class="font-mono">{name}</span> {change === 'changed' ? '' : change}
                </h3>
                <Suspense fallback={<Skeleton class="m-4 h-40" />}>
                  <VersionDiff before={before} after={after} label={`Changes of ${name}`} />
                </Suspense>
              </div>
            )}
          </For>
        </Match>
      </Switch>
    </section>
  );
}
