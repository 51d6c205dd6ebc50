import type { ShownSetting } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { createSignal, For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { SearchField } from '../../../ui/controls/search-field.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { settingsQuery } from '../queries.ts';
import { aboutInWords, bySection, findSettings, isChanged, valueInWords } from './setting-words.ts';

/** On the tab General. */
const SHOWN_ELSEWHERE = 'Where it listens';

/** Limits, addresses and other choices in force, each with its variable. */
export function LimitsSection() {
  const sdk = useSdk();
  const query = createQuery(() => settingsQuery(sdk));
  const [typed, setTyped] = createSignal('');
  const limits = () => query.data?.settings.filter(({ section }) => section !== SHOWN_ELSEWHERE) ?? [];
  const found = () => findSettings(limits(), typed());
  return (
    <>
      <p class="text-muted">
        These come from the environment or from <code class="font-mono text-xs">.env</code>. To change one,
        set its variable there and run <code class="font-mono text-xs">./selfdb restart</code>. The end of a
        name says its unit: <code class="font-mono text-xs">_BYTES</code>,{' '}
        <code class="font-mono text-xs">_SECONDS</code> or <code class="font-mono text-xs">_MS</code>, for
        milliseconds.
      </p>
      <SearchField
        atOnce
        class="w-full sm:w-80"
        label="Search settings"
        value={typed()}
        onChange={setTyped}
      />
      <ErrorNotice
        title="The settings could not be read."
        error={query.isLoadingError ? query.error : undefined}
        onRetry={() => void query.refetch()}
      />
      <Show
        when={query.data}
        fallback={
          <Show when={!query.error}>
            <SkeletonRows rows={12} />
          </Show>
        }
      >
        <Show
          when={found().length > 0}
          fallback={
            <EmptyState title="No setting matches">Try another word, such as “upload” or “token”.</EmptyState>
          }
        >
          <For each={bySection(found())}>
            {([section, settings]) => (
              <Card title={section}>
                <ul class="divide-y divide-line">
                  <For each={settings}>{(setting) => <SettingRow setting={setting} />}</For>
                </ul>
              </Card>
            )}
          </For>
        </Show>
      </Show>
    </>
  );
}

function SettingRow(props: { setting: ShownSetting }) {
  return (
    <li class="grid gap-x-6 gap-y-1 px-4 py-2.5 sm:grid-cols-[1fr_auto]">
      <div class="min-w-0">
        <code class="font-mono text-xs break-all">{props.setting.name}</code>
        <p class="text-xs break-words text-muted">{aboutInWords(props.setting.about)}</p>
      </div>
      <p class="flex flex-wrap items-center gap-2 sm:justify-end" title={String(props.setting.value ?? '')}>
        <Show when={isChanged(props.setting)}>
          <Badge title={`By default ${valueInWords({ ...props.setting, value: props.setting.default })}`}>
            changed
          </Badge>
        </Show>
        <span class="tabular font-medium break-all">{valueInWords(props.setting)}</span>
      </p>
    </li>
  );
}
