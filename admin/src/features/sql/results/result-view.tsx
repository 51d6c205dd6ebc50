import type { SqlAnswer } from '@selfdb/sdk';
import { createEffect, createMemo, createSignal, lazy, Match, on, Show, Suspense, Switch } from 'solid-js';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { counted, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { suggestChart } from '../chart/chart-data.ts';
import { ResultGrid } from '../grid/result-grid.tsx';
import { parsePlan } from '../plan/plan.ts';
import { PlanView } from '../plan/plan-view.tsx';
import { copyCell, ResultActions } from './result-actions.tsx';
import { ValuePanel } from './value-panel.tsx';

const ResultChart = lazy(() => import('../chart/result-chart.tsx'));

/** How the rows of a result are shown. */
type ResultLook = 'table' | 'chart' | 'plan';

interface ResultViewProps {
  result: SqlAnswer['results'][number];
  /** Of all statements of the run together. */
  executionMs: number;
  /** From the URL; what does not fit the result falls back to the table, or to the plan of an EXPLAIN. */
  look: string | undefined;
  onLook: (look: ResultLook) => void;
  fileName: string;
}

/** One result set: a grid, a chart or a plan of it. */
export function ResultView(props: ResultViewProps) {
  const [active, setActive] = createSignal({ row: 0, column: 0 });
  const [open, setOpen] = createSignal(false);
  createEffect(
    on(
      () => props.result,
      () => setActive({ row: 0, column: 0 }),
      { defer: true },
    ),
  );
  const plan = createMemo(() =>
    props.result.columns[0]?.name === 'QUERY PLAN' ? parsePlan(props.result.rows[0]?.[0]) : undefined,
  );
  const canChart = createMemo(() => suggestChart(props.result) !== undefined);
  const looks = (): { value: ResultLook; label: string }[] => [
    ...(plan() ? [{ value: 'plan' as const, label: 'Plan' }] : []),
    { value: 'table', label: 'Table' },
    ...(canChart() ? [{ value: 'chart' as const, label: 'Chart' }] : []),
  ];
  const look = () => looks().find(({ value }) => value === props.look)?.value ?? looks()[0]?.value ?? 'table';
  return (
    <>
      <div class="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <Show when={looks().length > 1}>
          <Segmented label="Show as" options={looks()} value={look()} onChange={props.onLook} />
        </Show>
        <span class="text-xs text-muted tabular">
          {counted(props.result.rows.length, 'row')} in {formatMilliseconds(props.executionMs)}
        </span>
        <Show when={props.result.truncated}>
          <Badge tone="warning" title="Raise the number of rows beside Run, or ask for fewer with LIMIT.">
            There are more rows
          </Badge>
        </Show>
        <div class="ml-auto">
          <ResultActions data={props.result} active={active()} fileName={props.fileName} />
        </div>
      </div>
      <Switch>
        <Match when={look() === 'plan' && plan()}>{(found) => <PlanView plan={found()} />}</Match>
        <Match when={look() === 'chart'}>
          <Suspense fallback={<SkeletonRows rows={4} />}>
            <ResultChart data={props.result} />
          </Suspense>
        </Match>
        <Match when={props.result.rows.length === 0}>
          <p class="px-4 py-6 text-center text-muted">No rows.</p>
        </Match>
        <Match when={true}>
          <ResultGrid
            data={props.result}
            label="Result"
            active={active()}
            onActive={setActive}
            onOpen={() => setOpen(true)}
            onCopy={() => copyCell(props.result, active())}
          />
        </Match>
      </Switch>
      <ValuePanel data={props.result} place={active()} open={open()} onClose={() => setOpen(false)} />
    </>
  );
}
