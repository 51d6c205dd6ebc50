import { cellText, isNumericType } from '../results/cells.ts';
import type { ResultData } from '../results/export-text.ts';

/** What a chart of a result shows; columns by index. */
export interface ChartChoice {
  x: number;
  y: number[];
  kind: 'lines' | 'bars';
}

/** A result in the form of a chart. */
export interface ChartPoints {
  time: boolean;
  x: number[];
  series: { label: string; values: (number | null)[] }[];
  /** Words at the x axis, for a column of text. */
  names?: string[];
}

/** As many as the theme has colours that differ. */
export const MAX_SERIES = 5;

const isTime = (type: string) => type === 'date' || type.startsWith('timestamp');

/** Columns whose values a chart can draw. */
export function numericColumns({ columns }: ResultData): number[] {
  return columns.flatMap(({ type }, index) => (isNumericType(type) ? [index] : []));
}

/** The likely chart of a result: a time, else a text, else the first number against the other numbers. */
export function suggestChart(data: ResultData): ChartChoice | undefined {
  const numbers = numericColumns(data);
  if (numbers.length === 0 || data.rows.length < 2) return undefined;
  const time = data.columns.findIndex(({ type }) => isTime(type));
  const text = data.columns.findIndex(({ type }) => !isNumericType(type) && !isTime(type));
  const [first = 0, ...others] = numbers;
  const plain = time < 0 && text < 0;
  const x = time >= 0 ? time : text >= 0 ? text : first;
  const candidates = plain && others.length > 0 ? others : numbers;
  // A key says nothing as a height.
  const telling = candidates.filter((index) => !/^(?:id|.*_id)$/i.test(data.columns[index]?.name ?? ''));
  const y = (telling.length > 0 ? telling : candidates).slice(0, plain || time >= 0 ? 3 : 1);
  return { x, y, kind: time < 0 && text >= 0 ? 'bars' : 'lines' };
}

const toNumber = (value: unknown): number | null => {
  const text = cellText(value);
  if (text === undefined || text === '') return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
};

const toSeconds = (value: unknown): number | null => {
  const text = cellText(value);
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms / 1000;
};

/** The points of a chart in ascending order of x. Rows without an x are left out; text columns keep the result's order. */
export function chartPoints(data: ResultData, choice: ChartChoice): ChartPoints {
  const type = data.columns[choice.x]?.type ?? 'text';
  const time = isTime(type);
  const named = !time && !isNumericType(type);
  const read = time ? toSeconds : toNumber;
  const rows = data.rows.flatMap((row, index) => {
    const x = named ? index : read(row[choice.x]);
    return x === null ? [] : [{ x, row }];
  });
  const ordered = named ? rows : rows.toSorted((a, b) => a.x - b.x);
  return {
    time,
    x: ordered.map(({ x }) => x),
    series: choice.y.map((index) => ({
      label: data.columns[index]?.name ?? '',
      values: ordered.map(({ row }) => toNumber(row[index])),
    })),
    ...(named ? { names: ordered.map(({ row }) => cellText(row[choice.x]) ?? 'NULL') } : {}),
  };
}

/** The choice as it stands in the URL: `x=0&y=1.2&kind=bars`; what does not fit the result is replaced by the suggestion. */
export function readChoice(
  data: ResultData,
  from: { x?: string | undefined; y?: string | undefined; kind?: string | undefined },
): ChartChoice | undefined {
  const suggested = suggestChart(data);
  if (!suggested) return undefined;
  const numbers = new Set(numericColumns(data));
  const x = Number(from.x ?? Number.NaN);
  const y = (from.y ?? '')
    .split('.')
    .filter(Boolean)
    .map(Number)
    .filter((index) => numbers.has(index));
  return {
    x: data.columns[x] ? x : suggested.x,
    y: y.length > 0 ? y.slice(0, MAX_SERIES) : suggested.y,
    kind: from.kind === 'bars' || from.kind === 'lines' ? from.kind : suggested.kind,
  };
}
