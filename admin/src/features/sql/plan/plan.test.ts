import { expect, test } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { splitSql } from '../statements/split.ts';
import { explainable, explainSql } from './explain.ts';
import { judgePlan, summarizePlan } from './judge.ts';
import { listNodes, parsePlan } from './plan.ts';

const ANALYZED = `[{"Plan": {"Node Type": "Aggregate", "Strategy": "Plain", "Total Cost": 120.00, "Plan Rows": 1,
  "Actual Total Time": 10.000, "Actual Rows": 1.00, "Actual Loops": 1, "Plans": [
  {"Node Type": "Seq Scan", "Relation Name": "flights", "Alias": "f", "Total Cost": 100.00, "Plan Rows": 50,
   "Filter": "(delay > 9)", "Rows Removed by Filter": 20000, "Actual Total Time": 4.500, "Actual Rows": 900.00,
   "Actual Loops": 2, "Shared Hit Blocks": 5, "Shared Read Blocks": 1}]},
  "Planning Time": 0.200, "Execution Time": 10.100}]`;
const parse = (text: string) => {
  const plan = parsePlan(parseExact(text));
  if (!plan) throw new Error('no plan');
  return plan;
};

test('a plan that ran has times and rows over all loops, and own times without the children', () => {
  const [root, scan] = listNodes(parse(ANALYZED).root);
  expect(root).toMatchObject({ title: 'Aggregate', totalMs: 10, ownMs: 1, ownCost: 20 });
  expect(scan).toMatchObject({
    title: 'Seq Scan on flights f',
    totalMs: 9,
    ownMs: 9,
    actualRows: 1800,
    removedRows: 40_000,
    buffers: { hit: 5, read: 1 },
    details: [{ label: 'Filter', text: '(delay > 9)' }],
  });
});

test('loops of parallel processes ran at the same time', () => {
  const gather = `[{"Plan": {"Node Type": "Gather", "Total Cost": 9, "Plan Rows": 1, "Workers Launched": 1, "Actual Rows": 1,
    "Actual Total Time": 6.0, "Actual Loops": 1, "Plans": [{"Node Type": "Seq Scan", "Total Cost": 8, "Plan Rows": 1,
    "Actual Rows": 1, "Actual Total Time": 5.0, "Actual Loops": 2}]}}]`;
  expect(parse(gather).root).toMatchObject({
    totalMs: 6,
    ownMs: 1,
    children: [{ totalMs: 5, actualRows: 2 }],
  });
});

test('the slow step and a wrong estimate stand out', () => {
  const judged = judgePlan(parse(ANALYZED));
  expect(judged.get('0')).toEqual({ share: 0.1, slow: false, notes: [] });
  expect(judged.get('0.0')).toMatchObject({ share: 0.9, slow: true });
  expect(judged.get('0.0')?.notes).toEqual([
    '18 times more rows than estimated. ANALYZE the table to refresh its statistics.',
    "Read 41,800 rows to keep 1,800. An index on the filter's columns may help.",
  ]);
});

test('no step of a plan that took no time is slow', () => {
  const quick = `[{"Plan": {"Node Type": "Sort", "Total Cost": 9, "Plan Rows": 1, "Actual Rows": 1, "Actual Total Time": 0.09,
    "Actual Loops": 1, "Plans": [{"Node Type": "Seq Scan", "Total Cost": 8, "Plan Rows": 1, "Actual Rows": 1,
    "Actual Total Time": 0.08, "Actual Loops": 1}]}}]`;
  expect([...judgePlan(parse(quick)).values()].map(({ slow }) => slow)).toEqual([false, false]);
});

test('the summary tells whether the statement ran', () => {
  expect(summarizePlan(parse(ANALYZED))).toBe('Ran in 10 ms, planned in <1 ms, 1 row.');
  expect(summarizePlan(parse('[{"Plan": {"Total Cost": 1234.5, "Plan Rows": 7}}]'))).toContain('did not run');
});

test('what is no plan is not taken for one', () => {
  for (const value of ['text', null, [], [{}], [['Plan']]]) expect(parsePlan(value)).toBeUndefined();
});

test.each([
  ['select 1', false, 'explain (format json) select 1'],
  ['explain (analyze, format json) select 1', false, 'explain (format json) select 1'],
  ['explain analyze verbose select 1', true, 'explain (analyze, buffers, format json) select 1'],
])('explains %s', (source, analyze, expected) => {
  const [statement] = splitSql(source);
  expect(statement && explainSql(statement, analyze)).toBe(expected);
});

test('an analysis of a statement that changes data is undone', () => {
  const [statement] = splitSql('delete from a');
  expect(statement && explainSql(statement, true)).toMatch(
    /^savepoint (\w+); explain .*delete from a;\nrollback to savepoint \1$/,
  );
});

test('a statement without a plan is refused with a sentence', () => {
  expect(explainable(splitSql('create table a (b int)')[0])).toContain('Postgres explains');
  expect(explainable(undefined)).toBe('Write a statement first.');
  expect(explainable(splitSql('(select 1)')[0])).toMatchObject({ text: '(select 1)' });
});
