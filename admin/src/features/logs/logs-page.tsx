import { useSearchParams } from '@solidjs/router';
import Download from 'lucide-solid/icons/download';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { createMemo, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSdk } from '../../app/session/session.tsx';
import { saveBlob } from '../../ui/browser/save-blob.ts';
import { Button } from '../../ui/controls/button.tsx';
import { LiveMark } from '../../ui/display/badge.tsx';
import { Page } from '../../ui/display/page.tsx';
import { toLine } from './describe-entry.ts';
import { LogsContent } from './logs-content.tsx';
import { isLikelyRequestId, readLogsView } from './logs-view.ts';
import { RequestSummary } from './request/request-summary.tsx';
import { createLogSource } from './source/log-source.ts';
import { LogsToolbar } from './toolbar/logs-toolbar.tsx';

/** The logs of all processes: searched, and followed live. */
export default function LogsPage() {
  const sdk = useSdk();
  const [parameters, setParameters] = useSearchParams<Record<string, string>>();
  const view = createMemo(() => readLogsView(parameters));
  const source = createLogSource(sdk, view);
  let searchField: HTMLInputElement | undefined;

  const NONE = {
    search: undefined,
    level: undefined,
    service: undefined,
    range: undefined,
    since: undefined,
    until: undefined,
    request: undefined,
  };
  const showRequest = (request: string) => setParameters({ ...NONE, request });
  const showAll = () => setParameters(NONE);
  function change(changes: Record<string, string | undefined>) {
    const { search } = changes;
    // An id that is pasted into the search means its request.
    if (search && isLikelyRequestId(search)) showRequest(search.trim());
    else setParameters(changes, { replace: true, scroll: false });
  }
  function exportLines() {
    const text = source
      .entries()
      .map((entry) => `${toLine(entry)}\n`)
      .join('');
    saveBlob(
      `selfdb-logs-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.log`,
      new Blob([text]),
    );
  }
  const togglePause = () => source.setPaused(!source.paused());
  useShortcuts([
    { keys: '/', label: 'Search the logs', group: 'Logs', run: () => searchField?.focus() },
    { keys: 'p', label: 'Pause or resume', group: 'Logs', run: togglePause },
  ]);
  useCommands(() => [
    { id: 'logs:errors', label: 'Show errors only', group: 'Logs', run: () => change({ level: 'error' }) },
    { id: 'logs:all', label: 'Show all lines of the logs', group: 'Logs', run: showAll },
    {
      id: 'logs:export',
      label: 'Export the lines shown',
      group: 'Logs',
      icon: <Download />,
      run: exportLines,
    },
  ]);
  return (
    <Page
      title="Logs"
      aside={
        <LiveMark
          isLive={source.state() === 'ready' && !source.paused() && !view().until && !source.followError()}
        />
      }
      actions={
        <>
          <Show when={!view().until}>
            <Button icon={source.paused() ? <Play /> : <Pause />} onClick={togglePause}>
              {source.paused() ? 'Resume' : 'Pause'}
            </Button>
          </Show>
          <Button icon={<Download />} disabled={source.entries().length === 0} onClick={exportLines}>
            Export
          </Button>
        </>
      }
    >
      <LogsToolbar
        view={view()}
        onChange={change}
        searchRef={(element) => {
          searchField = element;
        }}
      />
      <Show when={view().request}>
        {(id) => (
          <RequestSummary
            id={id()}
            entries={source.entries()}
            loading={source.state() === 'loading'}
            onClear={showAll}
          />
        )}
      </Show>
      <LogsContent source={source} view={view()} onRequest={showRequest} onShowAll={showAll} />
    </Page>
  );
}
