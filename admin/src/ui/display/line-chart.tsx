import { createEffect, onCleanup, onMount } from 'solid-js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDay, formatMinute, formatTime } from '../format/times.ts';
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
  /** What stands at the x axis in the place of whole numbers. */
  xName?: (x: number) => string;
  /** What the x axis shows, for the legend. */
  xLabel?: string;
}

const TWO_DAYS_SECONDS = 172_800;
const LONGEST_NAME = 14;
const CHARACTER_PX = 6.5;
const AXIS_PX = 60;
const NARROWEST_AXIS_PX = 48;
const AXIS_GAP_PX = 14;
/** The last label of an axis is centred below its end. */
const HALF_LABEL_PX = 24;
/** The last name of a crowded axis ends beside the plot. */
const ROTATED_PX = 48;

/** A year has no separator: 1984, but 10,000. */
const PLAIN = new Intl.NumberFormat(undefined, { useGrouping: 'min2', maximumFractionDigits: 6 });

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

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
      padding: [8, props.xName ? ROTATED_PX : HALF_LABEL_PX, 0, 0],
      legend: { show: true, live: true },
      cursor: { y: false, points: { size: 6 } },
      scales: { x: { time: props.time ?? true, ...xRange() }, ...yRange() },
      axes: [
        xAxis(),
        { ...axis(), size: widthOfNumbers, values: (_, ticks) => ticks.map((tick) => label(tick)) },
      ],
      series: [xSeries(), ...props.series.map(toSeries)],
    };
    chart = new uPlot(options, [props.x, ...props.series.map(({ values }) => values)], host);
  }
  const label = (tick: number) => props.series[0]?.format?.(tick) ?? String(tick);

  function xAxis(): uPlot.Axis {
    const name = props.xName;
    if (!name && props.time === false)
      return { ...axis(), values: (_, ticks) => ticks.map((tick) => PLAIN.format(tick)) };
    if (!name) return { ...axis(), values: (_, ticks) => timesOf(ticks) };
    const names = props.x.map((x) => shorten(name(x)));
    const longest = Math.max(0, ...names.map(({ length }) => length)) * CHARACTER_PX;
    const isCrowded = longest > (host.clientWidth - AXIS_PX) / Math.max(1, names.length);
    return {
      ...axis(),
      grid: { show: false },
      incrs: WHOLE_STEPS,
      values: (_, ticks) => ticks.map((tick) => shorten(name(tick))),
      ...(isCrowded ? { rotate: -35, size: 70 } : {}),
    };
  }
  const hasBars = () => props.series.some(({ bars }) => bars);
  // Whole bars at the edges, and heights that can be compared.
  function xRange(): uPlot.Scale {
    if (props.xName) return { range: (_, min, max) => [min - 0.6, max + 0.6] };
    const [first = 0, second = first] = props.x;
    const half = (second - first) / 2;
    return hasBars() ? { range: (_, min, max) => [min - half, max + half] } : {};
  }
  function yRange(): { y?: uPlot.Scale } {
    if (!hasBars()) return {};
    return { y: { range: (_, min, max) => uPlot.rangeNum(Math.min(0, min), Math.max(0, max), 0.1, true) } };
  }
  function xSeries(): uPlot.Series {
    const plain = props.time === false ? PLAIN.format : (seconds: number) => formatTime(seconds * 1000);
    const name = props.xName ?? plain;
    return { label: props.xLabel ?? (props.time === false ? 'Value' : 'Time'), value: legendText(name) };
  }

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

/** The space that the numbers beside the y axis take. */
function widthOfNumbers(_: uPlot, values: string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map(({ length }) => length));
  return Math.max(NARROWEST_AXIS_PX, Math.ceil(longest * CHARACTER_PX) + AXIS_GAP_PX);
}

/** What the legend says of the point below the pointer: nothing while the pointer is elsewhere. */
function legendText(format: (value: number) => string): uPlot.Series.Value {
  return (_, value: number | null, __, index: number | null) => {
    if (index === null || index === undefined) return '';
    return value === null || value === undefined ? 'none' : format(value);
  };
}

/** Times of day below an axis, or days where it is longer than two of them. */
function timesOf(ticks: number[]): string[] {
  const seconds = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  return ticks.map((tick) => (seconds > TWO_DAYS_SECONDS ? formatDay : formatMinute)(tick * 1000));
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
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
    value: legendText(format ?? String),
  };
}
