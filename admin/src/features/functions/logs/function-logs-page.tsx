import { useSearchParams } from '@solidjs/router';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import ScrollText from 'lucide-solid/icons/scroll-text';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { SearchField } from '../../../ui/controls/search-field.tsx';
import { Select, type SelectOption } from '../../../ui/controls/select.tsx';
import { LiveMark } from '../../../ui/display/badge.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { Toolbar, toolbarSelect } from '../../../ui/navigation/toolbar.tsx';
import { LogList } from '../../logs/list/log-list.tsx';
import { readFilter } from '../executions/execution-words.ts';
import { useFunction } from '../page/function-context.tsx';
import { FunctionLogLine } from './function-log-line.tsx';
import { createFunctionLogSource, type FunctionLine } from './function-log-source.ts';

const LEVELS: SelectOption<FunctionLine['log_level'] | 'any'>[] = [
  { value: 'any', label: 'Any level' },
  { value: 'error', label: 'error' },
  { value: 'warn', label: 'warn' },
  { value: 'info', label: 'info' },
  { value: 'log', label: 'log' },
  { value: 'debug', label: 'debug' },
];

/** What the function writes to its log, as it writes it. */
export default function FunctionLogsPage() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const level = createMemo(() => readFilter(LEVELS, params.level));
  const search = () => params.search ?? '';
  const source = createFunctionLogSource(sdk, fn().id, level);
  const shown = createMemo(() => {
    const wanted = search().toLowerCase();
    const entries = source.entries();
    return wanted ? entries.filter(({ message }) => message.toLowerCase().includes(wanted)) : entries;
  });
  const togglePause = () => source.setPaused(!source.paused());
  const change = (changes: Record<string, string | undefined>) =>
    setParams(changes, { replace: true, scroll: false });
  useShortcuts([{ keys: 'p', label: 'Pause or resume', group: 'Function', run: togglePause }]);
  return (
    <>
      <Toolbar
        actions={
          <>
            <LiveMark isLive={source.state() === 'ready' && !source.paused() && !source.followError()} />
            <Button icon={source.paused() ? <Play /> : <Pause />} onClick={togglePause}>
              {source.paused() ? 'Resume' : 'Pause'}
            </Button>
          </>
        }
      >
        <SearchField
          label="Search the lines shown"
          atOnce
          value={search()}
          onChange={(text) => change({ search: text || undefined })}
        />
        <Select
          class={toolbarSelect}
          label="Level"
          hideLabel
          options={LEVELS}
          value={level() ?? 'any'}
          onChange={(value) => change({ level: value === 'any' ? undefined : value })}
        />
      </Toolbar>
      <Show when={source.followError()}>
        <div class="px-4 py-3 sm:px-6">
          <ErrorNotice
            title="New lines are no longer shown."
            error={source.followError()}
            onRetry={source.reload}
          />
        </div>
      </Show>
      <Switch
        fallback={
          <LogList
            source={{ ...source, entries: shown }}
            line={(line) => <FunctionLogLine {...line} functionId={fn().id} search={search()} />}
            head={<Older source={source} />}
          />
        }
      >
        <Match when={source.state() === 'failed'}>
          <div class="max-w-2xl px-4 py-4 sm:px-6">
            <ErrorNotice title="The log could not be read." error={source.error()} onRetry={source.reload} />
          </div>
        </Match>
        <Match when={source.state() === 'loading'}>
          <SkeletonRows rows={12} />
        </Match>
        <Match when={shown().length === 0}>
          <EmptyState
            icon={<ScrollText />}
            title={level() || search() ? 'No line matches' : 'There are no lines yet'}
          >
            What the code writes by console.log appears here when the execution has ended.
          </EmptyState>
        </Match>
      </Switch>
    </>
  );
}

function Older(props: { source: ReturnType<typeof createFunctionLogSource> }) {
  return (
    <div class="flex min-h-9 items-center justify-center px-4 py-1 font-sans text-xs text-muted">
      <Show when={props.source.hasOlder()} fallback="The log begins here.">
        <Button
          size="sm"
          variant="ghost"
          busy={props.source.loadingOlder()}
          onClick={() => void props.source.loadOlder()}
        >
          Show older lines
        </Button>
      </Show>
    </div>
  );
}
