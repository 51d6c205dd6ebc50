import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';

it('numbers the parameters of nested parts in order', () => {
  const owner = sql`owner = ${'b'}`;
  const conditions = sql.join([sql`a = any (${['x', 'y']}::text[])`, owner, sql`n > ${5}::int`], sql` and `);
  expect(compile(sql`select ${true}::bool from t where ${conditions} and (${owner})`)).toEqual({
    text: 'select $1::bool from t where a = any ($2::text[]) and owner = $3 and n > $4::int and (owner = $5)',
    parameters: [true, ['x', 'y'], 'b', 5, 'b'],
  });
});

it('makes every value a parameter, never SQL', () => {
  const values = ["'; drop table t; --", null, undefined, '$1', '?'];
  expect(compile(sql`select ${sql.join(values)}`)).toEqual({
    text: 'select $1, $2, $3, $4, $5',
    parameters: values,
  });
});

it('makes the same text whatever the values are', () => {
  const byId = (id: string | null) => compile(sql`select from t where ${sql.raw('"id"')} = ${id}::uuid`);
  expect(byId('a').text).toBe(byId(null).text);
});
