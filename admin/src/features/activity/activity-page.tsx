import { useNavigate, useSearchParams } from '@solidjs/router';
import Download from 'lucide-solid/icons/download';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { createMemo, createSignal, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSdk } from '../../app/session/session.tsx';
import { saveBlob } from '../../ui/browser/save-blob.ts';
import { Button, buttonClass } from '../../ui/controls/button.tsx';
import { LiveMark } from '../../ui/display/badge.tsx';
import { describeError } from '../../ui/display/describe-error.ts';
import { Page } from '../../ui/display/page.tsx';
import { Menu } from '../../ui/overlays/menu.tsx';
import { showToast } from '../../ui/overlays/toast.tsx';
import { tablePath } from '../tables/paths.ts';
import { ActivityList } from './activity-list.tsx';
import { ActivityToolbar } from './activity-toolbar.tsx';
import { readActivityView } from './activity-view.ts';
import { EntryPanel } from './detail/entry-panel.tsx';
import { exportEntries } from './export-entries.ts';
import type { Item } from './items/item.ts';
import { createFeed } from './live/feed.ts';
import { entriesToExport } from './queries.ts';

/** What happened: who did what, when and from where, and rows as they change. */
export default function ActivityPage() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams<Record<string, string>>();
  const view = createMemo(() => readActivityView(parameters), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  const [paused, setPaused] = createSignal(false);
  const [scrolled, setScrolled] = createSignal(false);
  const feed = createFeed(sdk, { view, paused, held: scrolled });
  let searchField: HTMLInputElement | undefined;

  const linkTo = (item: Item) =>
    item.kind === 'rows'
      ? tablePath({ name: item.table })
      : `/activity?${new URLSearchParams({ ...parameters, entry: item.id })}`;
  const entryShown = () => {
    const found = feed.items().find(({ id }) => id === parameters.entry);
    return found?.kind === 'entry' ? found.entry : undefined;
  };

  async function save(format: 'csv' | 'json') {
    const filters = feed.filters();
    if (!filters) {
      showToast({
        kind: 'info',
        title: 'Changes of rows are not exported.',
        detail: 'Export the table instead.',
      });
      return;
    }
    try {
      saveBlob(`activity.${format}`, exportEntries(await entriesToExport(sdk, filters), format));
    } catch (error) {
      showToast({ kind: 'danger', title: 'The export failed.', detail: describeError(error).message });
    }
  }
  const togglePause = () => setPaused((before) => !before);

  useShortcuts([
    { keys: '/', label: 'Search the activity', group: 'Activity', run: () => searchField?.focus() },
    { keys: 'p', label: 'Pause or resume', group: 'Activity', run: togglePause },
  ]);
  useCommands(() => [
    {
      id: 'activity:pause',
      label: paused() ? 'Resume live activity' : 'Pause live activity',
      group: 'Activity',
      keys: 'p',
      icon: paused() ? <Play /> : <Pause />,
      run: togglePause,
    },
    ...(['csv', 'json'] as const).map((format) => ({
      id: `activity:${format}`,
      label: `Export activity as ${format.toUpperCase()}`,
      group: 'Activity',
      icon: <Download />,
      run: () => void save(format),
    })),
  ]);

  return (
    <Page
      title="Activity"
      aside={<LiveMark isLive={!paused() && feed.query.isSuccess} isLost={!feed.isAnswered()} />}
      actions={
        <>
          <Button icon={paused() ? <Play /> : <Pause />} onClick={togglePause}>
            {paused() ? 'Resume' : 'Pause'}
          </Button>
          <Menu
            label="Export"
            triggerClass={buttonClass()}
            trigger={
              <span class="flex items-center gap-2 [&>svg]:size-4">
                <Download />
                Export
              </span>
            }
            items={[
              { label: 'As CSV', onSelect: () => void save('csv') },
              { label: 'As JSON', onSelect: () => void save('json') },
            ]}
          />
        </>
      }
    >
      <ActivityToolbar
        view={view()}
        searchRef={(element) => {
          searchField = element;
        }}
        onChange={({ kind, range, ...texts }) =>
          setParameters(
            {
              ...(kind && { kind: kind === 'all' ? undefined : kind }),
              ...(range && { range: range === 'any' ? undefined : range }),
              ...(texts.person === undefined ? {} : { person: texts.person || undefined }),
              ...(texts.search === undefined ? {} : { search: texts.search || undefined }),
            },
            { replace: true, scroll: false },
          )
        }
      />
      <ActivityList
        feed={feed}
        view={view()}
        paused={paused()}
        linkTo={linkTo}
        onScrolled={setScrolled}
        onShowAll={() => navigate('/activity')}
      />
      <Show keyed when={parameters.entry}>
        {(id) => (
          <EntryPanel
            id={id}
            known={entryShown()}
            onClose={() => setParameters({ entry: undefined }, { scroll: false })}
          />
        )}
      </Show>
    </Page>
  );
}
