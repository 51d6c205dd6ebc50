import { A } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { formatExactClock, formatTime } from '../../../ui/format/times.ts';
import { Highlight } from '../../logs/list/highlight.tsx';
import type { DrawnLine } from '../../logs/list/log-list.tsx';
import { executionPath } from '../paths.ts';
import type { FunctionLine } from './function-log-source.ts';

const LEVEL_LOOK: Record<FunctionLine['log_level'], string> = {
  debug: 'text-muted',
  log: 'text-muted',
  info: 'text-muted',
  warn: 'text-warning',
  error: 'text-danger',
};
const LINE_LOOK: Partial<Record<FunctionLine['log_level'], string>> = {
  error: 'bg-danger-soft',
  warn: 'bg-warning-soft',
};
const SHOWN_CHARACTERS = 600;

/** A line of a function's log; opened, with the whole message and the way to its execution. */
export function FunctionLogLine(props: DrawnLine<FunctionLine> & { functionId: string; search: string }) {
  const text = () => props.entry.message.slice(0, SHOWN_CHARACTERS).replaceAll(/\s+/g, ' ');
  return (
    <>
      <Show when={props.day}>
        <p class="border-b border-line px-4 py-1 font-sans text-xs font-medium text-muted sm:px-6">
          {props.day}
        </p>
      </Show>
      <button
        type="button"
        tabIndex={props.isActive ? 0 : -1}
        aria-expanded={props.isOpen}
        class={`flex min-h-7 w-full flex-wrap items-center gap-x-3 px-2 py-1 text-left outline-offset-[-2px] hover:bg-hover sm:px-4 md:flex-nowrap pointer-coarse:min-h-11 ${LINE_LOOK[props.entry.log_level] ?? ''}`}
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
        <span class={`w-10 shrink-0 font-medium ${LEVEL_LOOK[props.entry.log_level]}`}>
          {props.entry.log_level}
        </span>
        <span class="line-clamp-2 min-w-0 basis-full wrap-anywhere pl-6.5 md:line-clamp-1 md:flex-1 md:basis-0 md:pl-0">
          <Highlight text={text()} search={props.search} />
        </span>
      </button>
      <Show when={props.isOpen}>
        <div class="border-y border-line bg-canvas px-4 py-3 sm:px-10">
          <pre class="max-h-96 overflow-y-auto wrap-anywhere whitespace-pre-wrap select-text">
            <Highlight text={props.entry.message} search={props.search} />
          </pre>
          <p class="mt-3 flex flex-wrap items-center gap-3 font-sans">
            <A
              href={executionPath(props.functionId, props.entry.execution_id)}
              class="text-sm text-link hover:underline"
            >
              Show the execution
            </A>
            <CopyButton label="Copy line" caption="Copy line" text={props.entry.message} />
          </p>
        </div>
      </Show>
    </>
  );
}
