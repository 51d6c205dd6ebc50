import type { LogEntry } from '@selfdb/sdk';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { formatExactClock, formatTime } from '../../../ui/format/times.ts';
import { describeEntry } from '../describe-entry.ts';
import type { Level } from '../logs-view.ts';
import { Highlight } from './highlight.tsx';
import { LogDetails } from './log-details.tsx';
import type { DrawnLine } from './log-list.tsx';

const LEVEL_LOOK: Record<Level, string> = {
  debug: 'text-muted',
  info: 'text-muted',
  warn: 'text-warning',
  error: 'text-danger',
};
const LINE_LOOK: Partial<Record<Level, string>> = { error: 'bg-danger-soft', warn: 'bg-warning-soft' };
const SHOWN_CHARACTERS = 600;
/** Enough to tell requests apart; the title has the whole id. */
const ID_CHARACTERS = 8;

interface LogLineProps extends DrawnLine<LogEntry> {
  search: string;
  onRequest: (id: string) => void;
}

/** An entry in one line; opened, with all it says below. */
export function LogLine(props: LogLineProps) {
  const text = () => describeEntry(props.entry).slice(0, SHOWN_CHARACTERS).replaceAll(/\s+/g, ' ');
  return (
    <>
      <Show when={props.day}>
        <p class="border-b border-line px-4 py-1 font-sans text-xs font-medium text-muted sm:px-6">
          {props.day}
        </p>
      </Show>
      <div class={`group/line flex items-center pr-2 hover:bg-hover ${LINE_LOOK[props.entry.level] ?? ''}`}>
        <button
          type="button"
          tabIndex={props.isActive ? 0 : -1}
          aria-expanded={props.isOpen}
          class="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-3 py-1 pr-2 pl-2 text-left outline-offset-[-2px] sm:pl-4 md:flex-nowrap pointer-coarse:min-h-11"
          onClick={() => props.onToggle()}
        >
          <ChevronRight
            class={`size-3.5 shrink-0 text-muted transition-transform ${props.isOpen ? 'rotate-90' : ''}`}
          />
          <time
            class="tabular shrink-0 text-muted"
            datetime={props.entry.time}
            title={formatTime(props.entry.time)}
          >
            {formatExactClock(props.entry.time)}
          </time>
          <span class={`w-10 shrink-0 font-medium ${LEVEL_LOOK[props.entry.level]}`}>
            {props.entry.level}
          </span>
          <span class="shrink-0 truncate text-muted md:w-28">{props.entry.service}</span>
          <span class="line-clamp-2 min-w-0 basis-full wrap-anywhere pl-6.5 md:line-clamp-1 md:flex-1 md:basis-0 md:pl-0">
            <Highlight text={text()} search={props.search} />
          </span>
        </button>
        <Show when={props.entry.request_id}>
          {(id) => (
            <span class="hidden shrink-0 items-center md:flex">
              <button
                type="button"
                tabIndex={props.isActive ? 0 : -1}
                class="rounded-sm px-1 text-muted hover:text-link hover:underline"
                title={`Show only request ${id()}`}
                onClick={() => props.onRequest(id())}
              >
                <span class="sr-only">Show only request </span>
                {id().slice(0, ID_CHARACTERS)}
              </button>
              <span class="opacity-0 group-hover/line:opacity-100 focus-within:opacity-100">
                <CopyButton
                  label={`Copy request ID ${id()}`}
                  text={id()}
                  tabIndex={props.isActive ? 0 : -1}
                />
              </span>
            </span>
          )}
        </Show>
      </div>
      <Show when={props.isOpen}>
        <LogDetails entry={props.entry} search={props.search} onRequest={props.onRequest} />
      </Show>
    </>
  );
}
