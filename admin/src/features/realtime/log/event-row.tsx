import { Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { formatExactClock, formatTime } from '../../../ui/format/times.ts';
import { type LogEntry, shortCursor } from './entry.ts';
import { EventContent, KINDS } from './event-content.tsx';

interface EventRowProps {
  entry: LogEntry;
  active: boolean;
  wide: boolean;
}

/** One event: a line, on a phone two. */
export function EventRow(props: EventRowProps) {
  const kind = () => KINDS[props.entry.kind];
  const time = () => (
    <time
      class="tabular w-[5.5rem] shrink-0 font-mono text-xs text-muted"
      dateTime={new Date(props.entry.at).toISOString()}
      title={formatTime(props.entry.at)}
    >
      {formatExactClock(props.entry.at)}
    </time>
  );
  const marks = () => (
    <>
      <Show when={props.entry.isReplayed()}>
        <Badge title="Committed before the topic was joined, and sent again by the log">replayed</Badge>
      </Show>
      <Show when={props.entry.isOwn}>
        <Badge title="Sent by this page">sent by you</Badge>
      </Show>
    </>
  );
  const content = () => (
    <span class="min-w-0 flex-1 truncate font-mono text-xs">
      <EventContent entry={props.entry} />
    </span>
  );
  const look = () =>
    props.entry.kind === 'gap' || props.entry.kind === 'closed' ? 'bg-warning-soft' : 'hover:bg-hover';
  return (
    <Show
      when={props.wide}
      fallback={
        <div
          class={`flex h-full flex-col justify-center gap-0.5 px-4 ${look()}`}
          classList={{ 'bg-hover': props.active }}
        >
          <div class="flex items-center gap-2">
            {time()}
            <Badge tone={kind().tone}>{kind().label}</Badge>
            <span class="min-w-0 truncate text-xs text-muted">{props.entry.topic}</span>
            {marks()}
          </div>
          <div class="flex">{content()}</div>
        </div>
      }
    >
      <div
        class={`flex h-full items-center gap-3 px-4 sm:px-6 ${look()}`}
        classList={{ 'bg-hover': props.active }}
      >
        {time()}
        <span class="w-[4.5rem] shrink-0">
          <Badge tone={kind().tone}>{kind().label}</Badge>
        </span>
        <span class="w-32 shrink-0 truncate text-xs" title={props.entry.topic}>
          {props.entry.topic}
        </span>
        {content()}
        {marks()}
        <span
          class="hidden w-24 shrink-0 truncate text-right font-mono text-xs text-muted lg:max-xl:inline 2xl:inline"
          title={props.entry.cursor}
        >
          {props.entry.cursor && shortCursor(props.entry.cursor)}
        </span>
      </div>
    </Show>
  );
}
