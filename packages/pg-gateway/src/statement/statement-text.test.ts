import { expect, test } from 'vitest';
import { statementTraits } from './statement-text.ts';

test.each([
  'LISTEN x',
  '  -- why\n /* because /* of */ listen x',
  'PREPARE a AS SELECT 1',
  'DECLARE c CURSOR WITH HOLD FOR SELECT 1',
  'create temp table a ()',
  'CREATE LOCAL TEMPORARY VIEW a AS SELECT 1',
  'SELECT 1 INTO TEMP a',
  'CREATE TABLE pg_temp.a ()',
  'SELECT pg_try_advisory_lock_shared(1)',
  'SET SESSION AUTHORIZATION other',
  'DO $$ BEGIN END $$',
  'CALL anything()',
])('%j may leave something in the session', (text) => {
  expect(statementTraits(text).leavesState).toBe(true);
});

test.each([
  'SELECT * FROM listen',
  'SET search_path = a',
  'SELECT pg_advisory_xact_lock(1)',
  'CREATE TABLE temp (prepare int)',
  'INSERT INTO temperatures VALUES (1)',
  '',
])('%j leaves nothing in the session but settings', (text) => {
  expect(statementTraits(text).leavesState).toBe(false);
});

test.each(['select 1', '(SELECT 1)', '/* x */ WITH a AS (SELECT 1) TABLE a', 'Insert into a values (1)'])(
  '%j may be run again after an error',
  (text) => {
    expect(statementTraits(text).repeatable).toBe(true);
  },
);

test.each(['COMMIT', 'CALL a()', 'CREATE TABLE a ()', '-- SELECT', '/* SELECT 1', ''])(
  '%j is not run again after an error',
  (text) => {
    expect(statementTraits(text).repeatable).toBe(false);
  },
);

test('a long run of white space and comments takes no time', () => {
  const startMs = performance.now();
  statementTraits(`${' /* x */ -- y\n'.repeat(100_000)}/*`);
  expect(performance.now() - startMs).toBeLessThan(1_000);
});
