import { expect, test } from 'vitest';
import { PreparedStatements } from './prepared-statements.ts';

test('a statement is found for a minute and then closed', () => {
  const statements = new PreparedStatements({ value: 0 });
  const added = statements.add('SELECT 1', 1_000);
  expect(statements.find('SELECT 1', 61_000)).toBe(added);
  expect(statements.find('SELECT 1', 61_001)).toBeUndefined();
  expect(statements.takeNamesToClose()).toEqual([added.name]);
  expect(statements.takeNamesToClose()).toEqual([]);
});

test('the least recently used statement is forgotten first', () => {
  const statements = new PreparedStatements({ value: 0 });
  for (let n = 0; n < 500; n += 1) statements.add(`SELECT ${n}`, 0);
  statements.find('SELECT 0', 0);
  statements.add('one more', 0);
  expect(statements.size).toBe(500);
  expect(statements.find('SELECT 0', 0)).toBeDefined();
  expect(statements.find('SELECT 1', 0)).toBeUndefined();
});

test('a change of the schema makes every session forget', () => {
  const schema = { value: 0 };
  const [first, second] = [new PreparedStatements(schema), new PreparedStatements(schema)];
  for (const statements of [first, second]) statements.add('SELECT 1', 0);
  schema.value += 1;
  for (const statements of [first, second]) {
    expect(statements.takeNamesToClose()).toHaveLength(1);
    expect(statements.size).toBe(0);
  }
});

test('a very long text is not kept', () => {
  const statements = new PreparedStatements({ value: 0 });
  expect(statements.add(`SELECT '${'x'.repeat(40_000)}'`, 0).name).toBe('');
  expect(statements.size).toBe(0);
});
