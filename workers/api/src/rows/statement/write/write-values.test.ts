import { compile } from '@selfdb/server/db/compile';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { columnOf, idColumn, metaOf } from '../../../testing/table-meta.ts';
import { insertInto } from './insert.ts';
import { candidatesOf, readOneRow, readRows, setColumns, writtenColumns } from './write-values.ts';

const age = columnOf('age', 'integer', { default: '18' });
const name = columnOf('na"me', 'character varying(20)');
const total = columnOf('total', 'integer', { generated: true });
const number = columnOf('number', 'bigint', { identity: true, nullable: false });
const table = metaOf(idColumn, age, name, total, number);

const rows = (value: unknown) => readRows(JSON.stringify(value), value);
const insertSql = (value: unknown) => {
  const input = rows(value);
  const { expressions } = insertInto(table, input, writtenColumns(table, input), sql.raw('allowed'));
  return compile(expressions).text.replace(/\s+/g, ' ').trim();
};

describe('the body of an insert', () => {
  it('is a row, or an array of rows', () => {
    expect(rows({ age: 1 })).toEqual({ text: '{"age":1}', rows: [{ age: 1 }], isArray: false });
    expect(rows([{ age: 1 }, {}])).toEqual({ text: '[{"age":1},{}]', rows: [{ age: 1 }, {}], isArray: true });
  });

  it.each([null, 1, 'x', true, [1], [null], [[]], [{}, 'x']])("can't be %j", (value) => {
    expect(() => rows(value)).toThrow('must be an object of columns');
  });

  it('says which item is not a row', () => {
    expect(() => rows([{}, 5])).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ loc: ['body', 1] })] }),
    );
  });

  it('holds at most 10,000 rows', () => {
    expect(() => rows(Array(10_000).fill({}))).not.toThrow();
    expect(() => rows(Array(10_001).fill({}))).toThrow('at most 10000 rows');
  });
});

it.each([[[]], [[{}]], 5, null])('the body of an update is not %j', (value) => {
  expect(() => readOneRow(JSON.stringify(value), value)).toThrow('must be an object of columns');
});

describe('the written columns', () => {
  it('are all that any row names', () => {
    expect(writtenColumns(table, rows([{ age: 1 }, { 'na"me': 'x' }, {}]))).toEqual([age, name]);
  });

  it('are known and not computed', () => {
    expect(() => writtenColumns(table, rows([{}, { nope: 1 }]))).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ loc: ['body', 1, 'nope'] })] }),
    );
    expect(() => writtenColumns(table, rows(JSON.parse('{"__proto__":1}')))).toThrow('no column "__proto__"');
    expect(() => writtenColumns(table, rows({ total: 1 }))).toThrow('computed by the database');
  });
});

it('every value is a candidate, with its location', () => {
  expect([...candidatesOf(table, rows([{ age: 1 }, { age: 2 }]))]).toEqual([
    { column: age, value: 1, loc: ['body', 0, 'age'] },
    { column: age, value: 2, loc: ['body', 1, 'age'] },
  ]);
  expect([...candidatesOf(table, rows({ age: 1 }))]).toEqual([
    { column: age, value: 1, loc: ['body', 'age'] },
  ]);
});

describe('insert', () => {
  it('sends the JSON to Postgres unchanged, with the types of the columns', () => {
    const input = readRows('{"age": 1.0, "na\\"me": "x"}', { age: 1, 'na"me': 'x' });
    const statement = compile(insertInto(table, input, [age, name], sql.raw('allowed')).expressions);
    expect(statement.parameters).toEqual(['{"age": 1.0, "na\\"me": "x"}']);
    expect(statement.text.replace(/\s+/g, ' ').trim()).toBe(
      'written as (insert into public."things" as r ("age", "na""me") select p."age", p."na""me" ' +
        'from json_to_record($1::json) as p("age" integer, "na""me" character varying(20)) ' +
        'where allowed returning row_to_json(r.*)::text as body)',
    );
  });

  it('of an array keeps it in order', () => {
    expect(insertSql([{ age: 1 }])).toBe(
      'written as (insert into public."things" as r ("age") select p."age" ' +
        'from json_array_elements($1::json) with ordinality as j(value, n) ' +
        'cross join lateral json_to_record(j.value) as p("age" integer) where allowed order by j.n ' +
        'returning row_to_json(r.*)::text as body)',
    );
  });

  it('gives a column that only some rows name its default in the others', () => {
    const sql = insertSql([{ age: 1, number: 1 }, { 'na"me': 'x' }]);
    expect(sql).toContain(`case when j.value -> 'age' is not null then p."age" else 18 end`);
    expect(sql).toContain(`case when j.value -> 'na"me' is not null then p."na""me" else null end`);
    expect(sql).toContain(
      `then p."number" else nextval(pg_get_serial_sequence('public."things"', 'number')) end`,
    );
  });

  it('names no column if no row does, and still depends on the gate', () => {
    expect(insertSql([{}, {}])).toBe(
      'written as (insert into public."things" as r select from json_array_elements($1::json) with ordinality as j(value, n) ' +
        'where allowed returning row_to_json(r.*)::text as body)',
    );
  });
});

it('an update sets all columns from the one row', () => {
  const statement = compile(setColumns(readOneRow('{"age":1}', { age: 1 }), [age]));
  expect(statement.text).toBe('("age") = (select p."age" from json_to_record($1::json) as p("age" integer))');
  expect(statement.parameters).toEqual(['{"age":1}']);
});
