import type { FunctionExecution } from '@selfdb/sdk';
import { createSignal, For, Index } from 'solid-js';
import { counted } from '../../../ui/format/numbers.ts';
import { barHeights } from './bar-heights.ts';
import { describeExecution, describeStatus } from './execution-words.ts';

const COLOURS = {
  completed: 'bg-success',
  failed: 'bg-danger',
  timeout: 'bg-warning',
  running: 'bg-accent animate-pulse',
} as const;

const ORDER = ['completed', 'failed', 'timeout', 'running'] as const;

interface ExecutionStripProps {
  /** Newest first. */
  executions: FunctionExecution[];
  onOpen: (execution: FunctionExecution) => void;
}

/** The last executions as bars, newest at the right: colour for what became of them, height for how long they took. */
export function ExecutionStrip(props: ExecutionStripProps) {
  const bars = () => props.executions.toReversed();
  const heights = () => barHeights(bars().map(({ duration_ms }) => duration_ms));
  const [active, setActive] = createSignal<string>();
  /** The bar that the Tab key reaches: the newest at first. */
  const activeIndex = () => {
    const found = bars().findIndex(({ id }) => id === active());
    return found === -1 ? bars().length - 1 : found;
  };
  let list!: HTMLUListElement;
  function onKeyDown(event: KeyboardEvent) {
    const last = bars().length - 1;
    const moves: Record<string, number> = {
      ArrowLeft: activeIndex() - 1,
      ArrowRight: activeIndex() + 1,
      Home: 0,
      End: last,
    };
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = Math.min(Math.max(target, 0), last);
    setActive(bars()[index]?.id);
    list.querySelectorAll('button')[index]?.focus();
  }
  return (
    <figure class="px-4 pt-3 sm:px-6">
      <ul
        ref={list}
        aria-label="Last executions"
        class="flex h-16 items-end justify-end gap-px overflow-hidden rounded-md border border-line bg-canvas p-1"
        onKeyDown={onKeyDown}
      >
        <Index each={bars()}>
          {(execution, index) => (
            <li class="flex h-full min-w-0 max-w-3 flex-1 items-end">
              <button
                type="button"
                tabIndex={index === activeIndex() ? 0 : -1}
                title={describeExecution(execution())}
                aria-label={describeExecution(execution())}
                class="flex h-full w-full items-end rounded-xs hover:bg-line focus-visible:bg-line-strong"
                onClick={() => props.onOpen(execution())}
              >
                <span
                  class={`w-full rounded-xs ${COLOURS[execution().status]}`}
                  style={{ height: `${heights()[index]}%` }}
                />
              </button>
            </li>
          )}
        </Index>
      </ul>
      <figcaption class="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        <span>The last {counted(props.executions.length, 'execution')}; the higher, the longer it took.</span>
        <For each={ORDER}>
          {(status) => {
            const count = () => props.executions.filter((one) => one.status === status).length;
            return (
              <span class="tabular flex items-center gap-1.5" classList={{ hidden: count() === 0 }}>
                <span aria-hidden="true" class={`size-2 rounded-xs ${COLOURS[status]}`} />
                {count()} {describeStatus(status).label}
              </span>
            );
          }}
        </For>
      </figcaption>
    </figure>
  );
}
