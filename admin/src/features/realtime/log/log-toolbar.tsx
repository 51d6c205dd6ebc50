import ArrowDownNarrowWide from 'lucide-solid/icons/arrow-down-narrow-wide';
import ArrowDownWideNarrow from 'lucide-solid/icons/arrow-down-wide-narrow';
import Eraser from 'lucide-solid/icons/eraser';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { SearchField } from '../../../ui/controls/search-field.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { counted, formatCount } from '../../../ui/format/numbers.ts';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import type { PageState } from '../page-state.ts';
import type { EventLog } from './event-log.ts';
import { LIMITS } from './keep-latest.ts';

const KINDS = [
  { value: 'all' as const, label: 'All events' },
  { value: 'INSERT' as const, label: 'Inserts' },
  { value: 'UPDATE' as const, label: 'Updates' },
  { value: 'DELETE' as const, label: 'Deletes' },
  { value: 'broadcast' as const, label: 'Messages' },
  { value: 'presence' as const, label: 'Presence' },
  { value: 'notice' as const, label: 'Notices', hint: 'Joined, closed, and gaps' },
];
interface LogToolbarProps {
  log: EventLog;
  state: PageState;
  /** How many events the filter leaves. */
  found: number;
  searchRef: (element: HTMLInputElement) => void;
  onChange: (changes: Partial<Pick<PageState, 'kind' | 'text' | 'order'>>) => void;
  onPause: () => void;
}

/** What the list shows, in which order, and whether it moves. */
export function LogToolbar(props: LogToolbarProps) {
  const isNarrowed = () => props.state.kind !== 'all' || props.state.text !== '';
  const isNewestFirst = () => props.state.order === 'newest';
  const total = () => props.log.shown().length;
  return (
    <Toolbar
      actions={
        <>
          <IconButton
            label="Clear the list"
            icon={<Eraser />}
            disabled={total() === 0}
            onClick={() => props.log.clear()}
          />
          <Button
            icon={props.log.paused() ? <Play /> : <Pause />}
            aria-pressed={props.log.paused()}
            onClick={props.onPause}
          >
            {props.log.paused() ? `Resume (${formatCount(props.log.waiting())} new)` : 'Pause'}
          </Button>
        </>
      }
    >
      <SearchField
        atOnce
        class="min-w-48 flex-1 sm:max-w-72"
        label="Search the events"
        value={props.state.text}
        onChange={(text) => props.onChange({ text })}
        ref={props.searchRef}
      />
      <Select
        class="w-36"
        label="Kind of event"
        hideLabel
        options={KINDS}
        value={props.state.kind}
        onChange={(kind) => props.onChange({ kind })}
      />
      <IconButton
        label={isNewestFirst() ? 'Show the newest last' : 'Show the newest first'}
        icon={isNewestFirst() ? <ArrowDownWideNarrow /> : <ArrowDownNarrowWide />}
        onClick={() => props.onChange({ order: isNewestFirst() ? 'oldest' : 'newest' })}
      />
      <p class="tabular text-xs text-muted">
        <Show when={isNarrowed()}>{formatCount(props.found)} of </Show>
        <Show when={props.log.trimmed()} fallback={counted(total(), 'event')}>
          <span
            title={`At most ${formatCount(LIMITS.entries)} events are kept, fewer when they are large. Older ones were dropped.`}
          >
            the latest {counted(total(), 'event')}
          </span>
        </Show>
      </p>
    </Toolbar>
  );
}
