import { expect, it } from 'vitest';
import { suggestTypes, typeProblem } from './type-list.ts';
import { isSameType, plainType, readType } from './type-names.ts';

it.each([
  ['VARCHAR (20) []', { name: 'character varying', isBuiltIn: true, modifiers: '20', isArray: true }],
  [
    'timestamp(3) with time zone',
    { name: 'timestamp with time zone', isBuiltIn: true, modifiers: '3', isArray: false },
  ],
  ['public."My ""Mood"', { name: 'My "Mood', isBuiltIn: false, modifiers: '', isArray: false }],
  ['Mood', { name: 'mood', isBuiltIn: false, modifiers: '', isArray: false }],
])('takes %s apart', (text, parts) => {
  expect(readType(text)).toEqual(parts);
});

it('knows a type by each of its names', () => {
  expect(isSameType('varchar(255)', 'character varying(255)')).toBe(true);
  expect(isSameType('decimal(10, 2)', 'numeric(10,2)')).toBe(true);
  expect(isSameType('varchar(255)', 'varchar(25)')).toBe(false);
  expect(isSameType('int', 'int[]')).toBe(false);
  expect(plainType('int4[]')).toBe('integer[]');
});

it('finds types by what they hold and by the words of other systems', () => {
  const values = (typed: string) => suggestTypes(typed, []).map(({ value }) => value);
  expect(values('string')).toContain('text');
  expect(values('prices')).toEqual(['numeric(10,2)']);
  expect(values('datetime')).toContain('timestamptz');
  expect(values('int')[0]).toBe('integer');
  expect(values('macaddr8')).toEqual(['macaddr8']);
});

it('offers the enums of the database with their labels, quoted where SQL needs it', () => {
  const own = [{ name: 'My Mood', kind: 'enum', labels: ['sad', 'ok'] }];
  expect(suggestTypes('mood', own)).toEqual([{ value: 'public."My Mood"', hint: 'One of sad, ok' }]);
  expect(typeProblem('public."My Mood"', own)).toBeUndefined();
});
