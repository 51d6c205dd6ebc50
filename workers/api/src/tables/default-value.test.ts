import { describe, expect, it } from 'vitest';
import { defaultOnWire, defaultSql } from './default-value.ts';

const sqlOf = (value: unknown, type: string) => defaultSql(value, type, ['body', 'default']);

describe('a default of the wire becomes', () => {
  it.each<[unknown, string, string]>([
    [null, 'text', 'null'],
    [null, 'jsonb', 'null'],
    ['x', 'text', "'x'"],
    ["it's", 'text', "'it''s'"],
    ["'it''s'", 'text', "'it''s'"],
    ["'", 'text', "''''"],
    ['a\\b', 'text', "E'a\\\\b'"],
    ["'); drop table users; --", 'text', "'''); drop table users; --'"],
    [5, 'integer', "'5'"],
    ['5', 'integer', "'5'"],
    [-1.5, 'numeric', "'-1.5'"],
    [true, 'boolean', "'true'"],
    ['now()', 'timestamp with time zone', 'now()'],
    ['now()', 'timestamp(3) with time zone', 'now()'],
    ['NOW()', 'timestamp without time zone', 'NOW()'],
    ['current_date', 'date', 'current_date'],
    ['uuidv7()', 'uuid', 'uuidv7()'],
    ['now()', 'text', "'now()'"],
    ['now()', 'varchar', "'now()'"],
    ['now()', 'character varying(20)', "'now()'"],
    ['now()', 'integer', "'now()'"],
    ['now(); drop', 'timestamp with time zone', "'now(); drop'"],
    ['pg_sleep(5)', 'timestamp with time zone', "'pg_sleep(5)'"],
    [{ a: 1 }, 'jsonb', `'{"a":1}'`],
    ['x', 'json', `'"x"'`],
    ['now()', 'json', `'"now()"'`],
    ['{}', 'jsonb', "'{}'"],
    ["'{}'", 'jsonb', "'{}'"],
    [' [9007199254740993] ', 'json', "' [9007199254740993] '"],
    ['{a}', 'jsonb', `'"{a}"'`],
    ['5', 'jsonb', `'"5"'`],
    ['null', 'jsonb', `'"null"'`],
    ['"x"', 'jsonb', `E'"\\\\"x\\\\""'`],
    [[1, 2], 'jsonb', "'[1,2]'"],
    [[1, 2], 'integer[]', `'{"1","2"}'`],
    [['a"b', null, "c'd"], 'text[]', `E'{"a\\\\"b",NULL,"c''d"}'`],
    [[[1], [2]], 'integer[]', `'{{"1"},{"2"}}'`],
    [[{ a: 1 }, 'x', null], 'jsonb[]', `E'{"{\\\\"a\\\\":1}","\\\\"x\\\\"",NULL}'`],
    [[], 'text[]', "'{}'"],
    ['{a,b}', 'text[]', "'{a,b}'"],
  ])('%j for %s: %s', (value, type, sql) => {
    expect(sqlOf(value, type)).toBe(sql);
  });

  it.each([
    ['a\0'],
    ['\ud800'],
    [{ a: '\0' }],
    [{ '\0': 1 }],
    ['{"a":"\\u0000"}'],
    ['[1e131000]'],
    [['x\ud800']],
    [Number.POSITIVE_INFINITY],
    [2 ** 53],
    [[{ a: Number.NEGATIVE_INFINITY }]],
  ])('nothing when it is %j', (value) => {
    expect(() => sqlOf(value, 'jsonb')).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ loc: ['body', 'default'] })] }),
    );
  });
});

describe('a default of the catalog is shown as', () => {
  it.each<[string, unknown]>([
    ["'x'::text", 'x'],
    ["''::text", ''],
    ["'it''s'::character varying", "it's"],
    ["'x'::character varying(20)", 'x'],
    ["'{a,b}'::text[]", '{a,b}'],
    ['5', 5],
    ['1.5', 1.5],
    ['1.50', '1.50'],
    ["'-5'::integer", -5],
    ["'9007199254740993'::bigint", '9007199254740993'],
    ["'-1.5'::numeric", -1.5],
    ["'5'::text", '5'],
    ["'{5}'::integer[]", '{5}'],
    [`'{"a": [1]}'::jsonb`, { a: [1] }],
    [`'"x"'::json`, 'x'],
    ["'null'::jsonb", null],
    ['true', true],
    ['false', false],
    ['now()', 'now()'],
    ['uuidv7()', 'uuidv7()'],
    ["'2020-01-01'::date", '2020-01-01'],
    ["'glad'::my_mood", 'glad'],
    ["'5'::integer_like", '5'],
    ["'10:00:00'::time(3) without time zone", '10:00:00'],
    ["'2020-01-01 00:00:00'::timestamp without time zone", '2020-01-01 00:00:00'],
    ["nextval('s'::regclass)", "nextval('s'::regclass)"],
    ['\'x\'::"My Mood"', '\'x\'::"My Mood"'],
    ["('x'::text || 'y'::text)", "('x'::text || 'y'::text)"],
    ["E'a\\\\b'::text", "E'a\\\\b'::text"],
    ['NULL::text', 'NULL::text'],
  ])('%s: %j', (sql, value) => {
    expect(defaultOnWire(sql)).toEqual(value);
  });
});
