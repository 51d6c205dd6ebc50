import { anonymous } from '@selfdb/server/auth/principal';
import { createDatabase } from '@selfdb/server/db/database';
import { rows } from '@selfdb/server/testing/postgres';
import { ValidationError } from '@selfdb/shared/errors';
import { beforeAll, expect, inject, it } from 'vitest';
import { Authorizer } from '../hub/authorization/authorizer.ts';
import { selectRights } from '../hub/authorization/repository.ts';
import { createPerson, createTableOf } from '../testing/tables.ts';
import { compileFilter } from './compile-filter.ts';
import type { MatchColumn } from './types/type-of.ts';

let columns: MatchColumn[];

beforeAll(async () => {
  await rows(
    `create collation if not exists public.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
  );
  const { userId } = await createPerson();
  const definitions = [
    'plain text, posix text collate "C", words text collate "und-x-icu"',
    'caseless text collate public.caseless, listed text[] collate "und-x-icu", n int',
  ];
  const table = await createTableOf(userId, { columns: definitions.join() });
  const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
  const authorizer = new Authorizer((questions) => selectRights(db, questions), Date.now);
  ({ columns } = await authorizer.find(anonymous, table.name));
});

const takes = (column: string, operator: string, operand: unknown) => {
  try {
    compileFilter({ [column]: { [operator]: operand } }, columns);
    return true;
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
};

it.each([
  ['plain', true, true],
  ['posix', true, true],
  ['words', false, true],
  ['caseless', false, false],
])('the column %s is compared as far as code points can decide', (column, isOrdered, isEqual) => {
  expect([takes(column, 'gt', 'a'), takes(column, 'lte', 'a')]).toEqual([isOrdered, isOrdered]);
  expect([takes(column, 'eq', 'a'), takes(column, 'in', ['a'])]).toEqual([isEqual, isEqual]);
});

it('texts in an array are compared in the same way', () => {
  expect([takes('listed', 'gt', ['a']), takes('listed', 'eq', ['a'])]).toEqual([false, true]);
});

it.each(['plain', 'posix', 'words', 'caseless'])('the column %s is searched', (column) => {
  for (const operator of ['like', 'ilike', 'contains']) expect(takes(column, operator, 'a%')).toBe(true);
});

it('a number has no collation', () => {
  expect(takes('n', 'gt', 1)).toBe(true);
});
