import { useSearchParams } from '@solidjs/router';
import Braces from 'lucide-solid/icons/braces';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSignedIn } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Page } from '../../ui/display/page.tsx';
import type { LogEntry } from './log/entry.ts';
import { createEventLog } from './log/event-log.ts';
import { EventPanel } from './log/event-panel.tsx';
import { EventsSection } from './log/events-section.tsx';
import { type JoinOptions, readPageState, withTopic, writeTopics } from './page-state.ts';
import { RoomCard } from './rooms/room-card.tsx';
import { createConnection } from './status/connection.ts';
import { ConnectionBadge } from './status/connection-badge.tsx';
import { StatusCard } from './status/status-card.tsx';
import { JoinForm } from './topics/join-form.tsx';
import { JoinPanel } from './topics/join-panel.tsx';
import { readLeftTopics } from './topics/left-topics.ts';
import { createSubscriptions } from './topics/subscriptions.ts';
import { TopicChip } from './topics/topic-chip.tsx';
import { TopicNotices } from './topics/topic-notices.tsx';
import { UseDialog } from './use/use-dialog.tsx';

/** Watches changes of tables and rooms as they happen. What is watched and shown is in the URL. */
export default function RealtimePage() {
  // A connection of its own: what this page joins, filters and leaves must not touch the other pages' channels.
  const sdk = useSignedIn().openClient();
  const [parameters, setParameters] = useSearchParams();
  const state = createMemo(() => readPageState(parameters));
  const log = createEventLog();
  const connection = createConnection(sdk);
  const left = readLeftTopics();
  const subscriptions = createSubscriptions(
    { sdk, log, isConnected: () => connection.status().state === 'connected' },
    () => state().topics,
  );
  const [opened, setOpened] = createSignal<LogEntry>();
  const [configured, setConfigured] = createSignal<string>();
  let joinField: HTMLInputElement | undefined;
  let searchField: HTMLInputElement | undefined;

  const set = (changes: Record<string, string | string[] | undefined>) =>
    setParameters(changes, { replace: true, scroll: false });
  const optionsOf = (topic: string) => state().topics.find((joined) => joined.topic === topic)?.options ?? {};
  function join(topic: string, options: JoinOptions = optionsOf(topic)) {
    set(writeTopics(withTopic(state().topics, { topic, options })));
  }
  function leave(topic: string) {
    const { topics } = state();
    const index = topics.findIndex((joined) => joined.topic === topic);
    const neighbour = topics[index + 1] ?? topics[index - 1];
    set(writeTopics(topics.toSpliced(index, 1)));
    queueMicrotask(() => {
      const next =
        neighbour && document.querySelector<HTMLElement>(`[data-leave="${CSS.escape(neighbour.topic)}"]`);
      (next ?? joinField)?.focus();
    });
  }
  function reconnect() {
    connection.connect();
    for (const subscription of subscriptions()) subscription.retry();
  }
  const pause = () => log.setPaused(!log.paused());
  const showCode = () => set({ show: 'code' });
  useShortcuts([
    { keys: 'j', label: 'Join a topic', group: 'Realtime', run: () => joinField?.focus() },
    { keys: 'p', label: 'Pause or resume the list', group: 'Realtime', run: pause },
    { keys: '/', label: 'Search the events', group: 'Realtime', run: () => searchField?.focus() },
  ]);
  useCommands(() => [
    {
      id: 'realtime:join',
      label: 'Join a topic',
      group: 'Realtime',
      keys: 'j',
      run: () => joinField?.focus(),
    },
    {
      id: 'realtime:pause',
      label: log.paused() ? 'Resume the list of events' : 'Pause the list of events',
      group: 'Realtime',
      keys: 'p',
      run: pause,
    },
    { id: 'realtime:clear', label: 'Clear the list of events', group: 'Realtime', run: log.clear },
    { id: 'realtime:code', label: 'The same in your program', group: 'Realtime', run: showCode },
  ]);

  return (
    <Page
      title="Realtime"
      aside={<ConnectionBadge connection={connection} onConnect={reconnect} />}
      actions={
        <Button size="sm" variant="ghost" icon={<Braces />} onClick={showCode}>
          Use in a program
        </Button>
      }
    >
      <div class="flex min-h-0 flex-1 flex-col xl:flex-row">
        <div class="flex min-h-0 min-w-0 flex-col max-xl:shrink-0 xl:flex-1">
          <div class="shrink-0 space-y-2 px-4 pb-3 sm:px-6">
            <JoinForm
              ref={(element) => {
                joinField = element;
              }}
              onJoin={join}
              onOptions={setConfigured}
            />
            <Show when={subscriptions().length > 0}>
              <ul aria-label="Joined topics" class="flex flex-wrap gap-2">
                <For each={subscriptions()}>
                  {(subscription) => (
                    <TopicChip
                      subscription={subscription}
                      left={left.get(subscription.topic)}
                      onOptions={() => setConfigured(subscription.topic)}
                      onChange={(options) => join(subscription.topic, options)}
                      onLeave={() => leave(subscription.topic)}
                    />
                  )}
                </For>
              </ul>
            </Show>
            <For each={subscriptions()}>
              {(subscription) => (
                <TopicNotices subscription={subscription} onLeave={() => leave(subscription.topic)} />
              )}
            </For>
          </div>
          <EventsSection
            log={log}
            state={state()}
            hasTopics={subscriptions().length > 0}
            searchRef={(element) => {
              searchField = element;
            }}
            onChange={({ kind, text, order }) =>
              set({
                ...(kind && { kind: kind === 'all' ? undefined : kind }),
                ...(text === undefined ? {} : { q: text || undefined }),
                ...(order && { order: order === 'newest' ? undefined : order }),
              })
            }
            onPause={pause}
            onJoin={() => joinField?.focus()}
            onOpen={setOpened}
          />
        </div>
        <aside
          aria-label="Rooms and server"
          class="shrink-0 space-y-4 border-line px-4 py-4 max-xl:border-t sm:px-6 xl:w-80 2xl:w-96 xl:overflow-y-auto xl:border-l xl:px-4"
        >
          <For each={subscriptions().filter(({ isRoom }) => isRoom)}>
            {(room) => <RoomCard room={room} />}
          </For>
          <StatusCard received={log.received()} />
        </aside>
      </div>
      <Show when={opened()} keyed>
        {(entry) => (
          <EventPanel
            entry={entry}
            onClose={() => setOpened(undefined)}
            onReplay={(since) => {
              setOpened(undefined);
              join(entry.topic, { ...optionsOf(entry.topic), since });
            }}
          />
        )}
      </Show>
      <Show when={configured()} keyed>
        {(topic) => (
          <JoinPanel
            topic={topic}
            options={optionsOf(topic)}
            left={left.get(topic)}
            onJoin={(options) => {
              setConfigured(undefined);
              join(topic, options);
            }}
            onClose={() => setConfigured(undefined)}
          />
        )}
      </Show>
      <UseDialog
        topics={state().topics}
        open={parameters.show === 'code'}
        onClose={() => set({ show: undefined })}
      />
    </Page>
  );
}
