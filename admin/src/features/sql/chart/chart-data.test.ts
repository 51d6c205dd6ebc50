import { expect, test } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { chartPoints, readChoice, suggestChart } from './chart-data.ts';

const result = (types: Record<string, string>, rows: string) => ({
  columns: Object.entries(types).map(([name, type]) => ({ name, type })),
  rows: parseExact(rows) as unknown[][],
});
const daily = result(
  { id: 'bigint', day: 'timestamp with time zone', total: 'numeric' },
  '[[1, "2026-01-02T00:00:00.000Z", 2.50], [2, "2026-01-01T00:00:00.000Z", null], [3, null, 4]]',
);

test('a time column is the x axis, and keys are no heights', () => {
  expect(suggestChart(daily)).toEqual({ x: 1, y: [2], kind: 'lines' });
});

test('points stand in order of time; a row without a time is left out', () => {
  const points = chartPoints(daily, { x: 1, y: [2], kind: 'lines' });
  expect(points).toEqual({
    time: true,
    x: [1_767_225_600, 1_767_312_000],
    series: [{ label: 'total', values: [null, 2.5] }],
  });
});

test('a text column gives named bars in the order of the result', () => {
  const data = result({ origin: 'text', count: 'bigint' }, '[["SFO", 3], [null, 1]]');
  expect(suggestChart(data)).toEqual({ x: 0, y: [1], kind: 'bars' });
  expect(chartPoints(data, { x: 0, y: [1], kind: 'bars' })).toMatchObject({
    x: [0, 1],
    names: ['SFO', 'NULL'],
  });
});

test('a result without numbers or with one row has no chart', () => {
  expect(suggestChart(result({ a: 'text' }, '[["x"], ["y"]]'))).toBeUndefined();
  expect(suggestChart(result({ a: 'integer' }, '[[1]]'))).toBeUndefined();
});

test('a choice in the URL holds as far as it fits the result', () => {
  expect(readChoice(daily, { x: '0', y: '2.9.1', kind: 'bars' })).toEqual({ x: 0, y: [2], kind: 'bars' });
  expect(readChoice(daily, { x: '7', y: 'x', kind: 'pie' })).toEqual(suggestChart(daily));
});
