import ScrollText from 'lucide-solid/icons/scroll-text';
import { Match, Show, Switch } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { formatTime } from '../../ui/format/times.ts';
import { LogLine } from './list/log-line.tsx';
import { LogList } from './list/log-list.tsx';
import { isLogFiltered, type LogsView } from './logs-view.ts';
import type { LogSource } from './source/log-source.ts';

interface LogsContentProps {
  source: LogSource;
  view: LogsView;
  onRequest: (id: string) => void;
  onShowAll: () => void;
}

/** The lines, or why there are none. */
export function LogsContent(props: LogsContentProps) {
  const isEmpty = () => props.source.entries().length === 0;
  return (
    <>
      <Show when={props.source.followError()}>
        <div class="px-4 pb-3 sm:px-6">
          <ErrorNotice
            title="New lines are no longer shown."
            error={props.source.followError()}
            onRetry={props.source.reload}
          />
        </div>
      </Show>
      <Switch
        fallback={
          <LogList
            source={props.source}
            line={(line) => <LogLine {...line} search={props.view.search} onRequest={props.onRequest} />}
            head={<Older source={props.source} view={props.view} />}
          />
        }
      >
        <Match when={props.source.state() === 'failed'}>
          <div class="max-w-2xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The logs could not be read."
              error={props.source.error()}
              onRetry={props.source.reload}
            />
          </div>
        </Match>
        <Match when={props.source.state() === 'loading' && isEmpty()}>
          <SkeletonRows rows={12} />
        </Match>
        <Match when={isEmpty()}>
          <NoLines {...props} />
        </Match>
      </Switch>
    </>
  );
}

/** The way to the lines above. */
function Older(props: { source: LogSource; view: LogsView }) {
  const ending = () => (isLogFiltered(props.view) ? 'No older line matches.' : 'The logs begin here.');
  return (
    <div class="flex min-h-9 items-center justify-center px-4 py-1 font-sans text-xs text-muted">
      <Show when={props.source.hasOlder()} fallback={ending()}>
        <Button
          size="sm"
          variant="ghost"
          busy={props.source.loadingOlder()}
          onClick={() => props.source.loadOlder()}
        >
          {props.source.loadingOlder() ? 'Reading older lines…' : 'Show older lines'}
        </Button>
      </Show>
    </div>
  );
}

function NoLines(props: LogsContentProps) {
  const searchedTo = () => props.source.searchedTo();
  return (
    <EmptyState
      icon={<ScrollText />}
      title={isLogFiltered(props.view) ? 'No line matches' : 'There are no lines yet'}
      action={
        <>
          <Show when={props.source.hasOlder()}>
            <Button busy={props.source.loadingOlder()} onClick={() => props.source.loadOlder()}>
              Search further back
            </Button>
          </Show>
          <Show when={isLogFiltered(props.view)}>
            <Button onClick={() => props.onShowAll()}>Show all lines</Button>
          </Show>
        </>
      }
    >
      <Show
        when={searchedTo()}
        fallback={isLogFiltered(props.view) ? 'New lines that match appear here.' : ''}
      >
        {(time) => `Searched back to ${formatTime(time())}.`}
      </Show>
    </EmptyState>
  );
}
