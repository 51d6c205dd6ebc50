import Radio from 'lucide-solid/icons/radio';
import { createMemo, Match, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import type { PageState } from '../page-state.ts';
import type { LogEntry } from './entry.ts';
import { EventList } from './event-list.tsx';
import type { EventLog } from './event-log.ts';
import { LogToolbar } from './log-toolbar.tsx';
import { shownEntries } from './shown-entries.ts';

interface EventsSectionProps {
  log: EventLog;
  state: PageState;
  hasTopics: boolean;
  searchRef: (element: HTMLInputElement) => void;
  onChange: (changes: Partial<Pick<PageState, 'kind' | 'text' | 'order'>>) => void;
  onPause: () => void;
  onJoin: () => void;
  onOpen: (entry: LogEntry) => void;
}

/** The events of all topics, or what to do to see some. */
export function EventsSection(props: EventsSectionProps) {
  const entries = createMemo(() => shownEntries(props.log.shown(), props.state));
  return (
    <section aria-label="What happened" class="flex min-h-0 flex-col max-xl:h-[70vh] xl:flex-1">
      <LogToolbar
        log={props.log}
        state={props.state}
        found={entries().length}
        searchRef={props.searchRef}
        onChange={props.onChange}
        onPause={props.onPause}
      />
      <Switch fallback={<EventList entries={entries()} order={props.state.order} onOpen={props.onOpen} />}>
        <Match when={!props.hasTopics && props.log.shown().length === 0}>
          <EmptyState
            icon={<Radio />}
            title="Watch something happen"
            action={
              <Button variant="primary" onClick={() => props.onJoin()}>
                Join a topic
              </Button>
            }
          >
            Join a table to see every change of its rows the moment it is committed, no matter who makes it.
            Join a room to exchange messages with other clients and to see who is there.
          </EmptyState>
        </Match>
        <Match when={entries().length === 0 && props.log.shown().length > 0}>
          <EmptyState
            title="No event matches"
            action={
              <Button onClick={() => props.onChange({ kind: 'all', text: '' })}>Show all events</Button>
            }
          />
        </Match>
        <Match when={entries().length === 0}>
          <EmptyState title="Waiting for events">They appear here the moment they happen.</EmptyState>
        </Match>
      </Switch>
    </section>
  );
}
