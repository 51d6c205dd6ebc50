import { createEffect, onCleanup, onMount } from 'solid-js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './line-chart.css';

/** One line or row of bars of a chart. */
export interface ChartSeries {
  label: string;
  values: (number | null)[];
  /** A colour variable of the theme: `accent`, `danger`. */
  color: 'accent' | 'danger' | 'warning' | 'success' | 'muted';
  bars?: boolean;
  format?: (value: number) => string;
}

interface LineChartProps {
  /** What the chart shows, for screen readers. */
  label: string;
  /** Seconds since 1970, or any numbers with `time: false`. */
  x: number[];
  series: ChartSeries[];
  height: number;
  time?: boolean;
}

const cssColor = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Lines or bars over time. It follows the width of its place and the theme. */
export function LineChart(props: LineChartProps) {
  let host!: HTMLDivElement;
  let chart: uPlot | undefined;

  function draw() {
    chart?.destroy();
    const options: uPlot.Options = {
      width: host.clientWidth,
      height: props.height,
      padding: [8, 4, 0, 0],
      legend: { show: true, live: true },
      cursor: { y: false, points: { size: 6 } },
      scales: { x: { time: props.time ?? true } },
      axes: [axis(), { ...axis(), size: 48, values: (_, ticks) => ticks.map((tick) => label(tick)) }],
      series: [{}, ...props.series.map(toSeries)],
    };
    chart = new uPlot(options, [props.x, ...props.series.map(({ values }) => values)], host);
  }
  const label = (tick: number) => props.series[0]?.format?.(tick) ?? String(tick);

  onMount(() => {
    const resized = new ResizeObserver(() =>
      chart?.setSize({ width: host.clientWidth, height: props.height }),
    );
    const themed = new MutationObserver(draw);
    createEffect(draw);
    resized.observe(host);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    onCleanup(() => {
      resized.disconnect();
      themed.disconnect();
      chart?.destroy();
    });
  });
  return (
    <div ref={host} role="img" aria-label={props.label} class="w-full min-w-0 overflow-hidden text-xs" />
  );
}

function axis(): uPlot.Axis {
  return {
    stroke: cssColor('muted'),
    grid: { stroke: cssColor('line'), width: 1 },
    ticks: { show: false },
    font: '11px "Inter Variable", sans-serif',
  };
}

function bars(): { paths?: uPlot.Series.PathBuilder } {
  const paths = uPlot.paths.bars?.({ size: [0.7, 24] });
  return paths ? { paths } : {};
}

function toSeries(series: ChartSeries): uPlot.Series {
  const color = cssColor(series.color);
  const format = series.format;
  return {
    label: series.label,
    stroke: color,
    width: series.bars ? 0 : 1.5,
    ...(series.bars ? { fill: color, ...bars() } : {}),
    points: { show: false },
    value: (_, value: number | null) => (value === null ? '–' : (format?.(value) ?? String(value))),
  };
}
