import { useSearchParams } from '@solidjs/router';
import { createMemo, For, Show } from 'solid-js';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { type ChartSeries, LineChart } from '../../../ui/display/line-chart.tsx';
import type { ResultData } from '../results/export-text.ts';
import { chartPoints, MAX_SERIES, numericColumns, readChoice } from './chart-data.ts';

const HEIGHT_PX = 260;
const COLORS: ChartSeries['color'][] = ['accent', 'success', 'warning', 'danger', 'muted'];
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

/** A chart of a result: one column across, others upwards. The choice is in the URL. */
export default function ResultChart(props: { data: ResultData }) {
  const [search, setSearch] = useSearchParams<{ x?: string; y?: string; kind?: string }>();
  const choice = createMemo(() => readChoice(props.data, search));
  const points = createMemo(() => {
    const chosen = choice();
    return chosen && chartPoints(props.data, chosen);
  });
  const columns = () => props.data.columns.map(({ name }, index) => ({ value: String(index), label: name }));
  const series = (): ChartSeries[] =>
    (points()?.series ?? []).map(({ label, values }, i) => ({
      label,
      values,
      color: COLORS[i] ?? 'muted',
      bars: choice()?.kind === 'bars',
      format: (value) => number.format(value),
    }));
  const toggle = (index: number, on: boolean) => {
    const y = choice()?.y ?? [];
    const next = on ? [...y, index] : y.filter((other) => other !== index);
    if (next.length > 0) setSearch({ y: next.join('.') }, { replace: true });
  };
  return (
    <Show when={choice()}>
      {(chosen) => (
        <div class="flex min-h-0 flex-1 flex-col-reverse justify-end gap-4 overflow-auto p-4 sm:flex-row">
          <div class="flex shrink-0 flex-wrap items-end gap-3 sm:w-44 sm:flex-col sm:items-stretch">
            <Segmented
              label="Kind of chart"
              options={[
                { value: 'lines', label: 'Lines' },
                { value: 'bars', label: 'Bars' },
              ]}
              value={chosen().kind}
              onChange={(kind) => setSearch({ kind }, { replace: true })}
            />
            <Select
              label="X axis"
              options={columns()}
              value={String(chosen().x)}
              onChange={(x) => setSearch({ x }, { replace: true })}
            />
            <fieldset class="space-y-1.5">
              <legend class="mb-1 text-xs font-medium text-muted">Y axis</legend>
              <For each={numericColumns(props.data)}>
                {(index) => (
                  <Checkbox
                    label={props.data.columns[index]?.name ?? ''}
                    checked={chosen().y.includes(index)}
                    disabled={!chosen().y.includes(index) && chosen().y.length >= MAX_SERIES}
                    onChange={(on) => toggle(index, on)}
                  />
                )}
              </For>
            </fieldset>
          </div>
          <div class="min-w-0 flex-1">
            <Show when={points()}>
              {(drawn) => (
                <LineChart
                  label={`${series()
                    .map(({ label }) => label)
                    .join(', ')} by ${props.data.columns[chosen().x]?.name}`}
                  height={HEIGHT_PX}
                  time={drawn().time}
                  x={drawn().x}
                  series={series()}
                  {...(drawn().names ? { xName: (x: number) => drawn().names?.[x] ?? '' } : {})}
                  xLabel={props.data.columns[chosen().x]?.name ?? ''}
                />
              )}
            </Show>
          </div>
        </div>
      )}
    </Show>
  );
}
