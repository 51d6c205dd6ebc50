import { expect, it } from 'vitest';
import { blocksOthers, planTransaction } from './transaction-plan.ts';

const plan = (source: string, readOnly = false) => planTransaction(source, readOnly);

it.each([
  ['select 1', false, undefined],
  ['vacuum', false, undefined],
  ['insert into t values (1) returning 1', false, 'begin'],
  ['select 1; select 2', false, 'begin'],
  ['select 1', true, 'begin read only'],
  ['begin; select 1; commit', false, 'begin'],
  [
    'BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE; select 1; END WORK',
    false,
    'begin isolation level serializable, read only, deferrable',
  ],
  ['begin  work not deferrable ,read  only; select 1', false, 'begin not deferrable, read only'],
  ['start transaction read write; select 1', true, 'begin read write, read only'],
])('opens the transaction of %j (read only: %s) with %j', (source, readOnly, begin) => {
  expect(plan(source, readOnly)).toMatchObject({ begin, refusal: undefined });
});

it('ignores BEGIN and COMMIT, with a notice', () => {
  const { statements, notices } = plan('begin; select 1; commit');
  expect(statements.map(({ text }) => text)).toEqual(['select 1']);
  expect(notices).toHaveLength(2);
  expect(plan('begin; commit').statements).toEqual([]);
});

it.each([
  'begin read write, set role x; select 1',
  'begin read onlyread write; select 1',
  'begin isolation level serializable,; select 1',
  'begin /* x */ read only; select 1',
  'commit; select 1',
  'rollback work',
  'abort; select 1',
  'end and chain',
  'prepare transaction $$x$$',
])('refuses %j', (source) => {
  expect(plan(source).refusal).toMatchObject({ code: 'sql_error' });
});

it.each([
  'rollback to s',
  'rollback work to savepoint s',
  'savepoint s',
  'release s',
  'prepare p as select 1',
])('allows %j', (source) => {
  expect(plan(`select 1; ${source}`).refusal).toBeUndefined();
});

it.each([
  ['alter table t add column b int', true],
  ['truncate t', true],
  ['create index concurrently i on t (n)', false],
  ['alter table t detach partition p CONCURRENTLY', false],
  ['insert into t values (1)', false],
])('whether %j makes others wait while it waits for its lock: %s', (source, expected) => {
  expect(plan(source).statements.some(blocksOthers)).toBe(expected);
});
