import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createMemo, For, Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { counted, formatCount, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { judgePlan, type PlanJudgement, summarizePlan } from './judge.ts';
import { listNodes, type PlanNode, type QueryPlan } from './plan.ts';

const INDENT_REM = 1.25;
const MAX_INDENT = 12;

/** A plan as a tree that is read from the top: each step with a bar of its part of the whole, the slow ones in red. */
export function PlanView(props: { plan: QueryPlan }) {
  const judged = createMemo(() => judgePlan(props.plan));
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Query plan"
      class="min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <p class="px-4 pt-3 text-sm">{summarizePlan(props.plan)}</p>
      <p class="px-4 pb-2 text-xs text-muted">
        {props.plan.executionMs === undefined
          ? 'The bar of a step is its part of the estimated cost. "Explain and run" measures times.'
          : 'The bar of a step is its part of the time, without the steps below it.'}
      </p>
      <ul class="divide-y divide-line border-y border-line">
        <For each={listNodes(props.plan.root)}>
          {(node) => <PlanStep node={node} judgement={judged().get(node.id)} />}
        </For>
      </ul>
    </section>
  );
}

function PlanStep(props: { node: PlanNode; judgement: PlanJudgement | undefined }) {
  const percent = () => Math.round((props.judgement?.share ?? 0) * 100);
  return (
    <li
      class="grid gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_11rem_12rem] px-4 py-2"
      classList={{ 'bg-danger-soft': props.judgement?.slow ?? false }}
    >
      <div
        class="min-w-0 border-l-2 border-line-strong pl-3"
        style={{ 'margin-left': `${Math.min(props.node.depth, MAX_INDENT) * INDENT_REM}rem` }}
      >
        <p class="flex flex-wrap items-center gap-2 font-medium">
          <span class="sr-only">Level {props.node.depth + 1}: </span>
          {props.node.title}
          <Show when={props.judgement?.slow}>
            <Badge tone="danger">{props.node.ownMs === undefined ? 'costly' : 'slow'}</Badge>
          </Show>
        </p>
        <For each={props.node.details}>
          {(detail) => (
            <p class="text-xs break-words text-muted">
              {detail.label}: <span class="font-mono">{detail.text}</span>
            </p>
          )}
        </For>
        <For each={props.judgement?.notes}>
          {(note) => (
            <p class="mt-0.5 flex items-start gap-1 text-xs text-warning">
              <TriangleAlert class="mt-0.5 size-3 shrink-0" />
              {note}
            </p>
          )}
        </For>
      </div>
      <div class="text-xs tabular">
        <p class="flex justify-between">
          <span>{weightOf(props.node)}</span>
          <span class="text-muted">{percent()} %</span>
        </p>
        <div class="mt-1 h-1.5 overflow-hidden rounded-full bg-hover">
          <div
            class={`h-full rounded-full ${props.judgement?.slow ? 'bg-danger' : 'bg-accent'}`}
            style={{ width: `${percent()}%` }}
          />
        </div>
      </div>
      <StepRows node={props.node} />
    </li>
  );
}

/** Rows of a step as estimated and as counted, and what it read. */
function StepRows(props: { node: PlanNode }) {
  return (
    <div class="text-xs text-muted tabular sm:text-right">
      <p>
        <Show
          when={props.node.actualRows !== undefined}
          fallback={`about ${formatCount(props.node.estimatedRows)} rows`}
        >
          <span class="text-ink">{formatCount(props.node.actualRows ?? 0)} rows</span>, estimated{' '}
          {formatCount(props.node.estimatedRows * (props.node.loops ?? 1))}
        </Show>
      </p>
      <Show when={(props.node.loops ?? 1) > 1}>
        <p>{formatCount(props.node.loops ?? 1)} loops</p>
      </Show>
      <Show when={props.node.buffers}>
        {(buffers) => (
          <p title="Blocks of 8 KB">
            {counted(buffers().hit, 'block')} cached, {formatCount(buffers().read)} read
          </p>
        )}
      </Show>
    </div>
  );
}

function weightOf({ ownMs, ownCost }: PlanNode): string {
  return ownMs === undefined ? `cost ${formatCount(Math.round(ownCost))}` : formatMilliseconds(ownMs);
}
