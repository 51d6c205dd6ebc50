import { describe, expect, it } from 'vitest';
import { ColumnTypeError, parseColumnType } from './parse-type.ts';

describe('parses a type', () => {
  it.each([
    ['int', 'integer'],
    ['INT4', 'integer'],
    ['pg_catalog.int8', 'bigint'],
    [' Character  Varying ( 255 ) ', 'character varying(255)'],
    ['varchar', 'character varying'],
    ['char', 'character(1)'],
    ['"char"', '"char"'],
    ['char(3)', 'character(3)'],
    ['bpchar', 'bpchar'],
    ['bpchar(3)', 'character(3)'],
    ['bit', 'bit(1)'],
    ['bit varying(5)', 'bit varying(5)'],
    ['decimal(10, 2)', 'numeric(10,2)'],
    ['numeric(5)', 'numeric(5,0)'],
    ['numeric(5,-2)', 'numeric(5,-2)'],
    ['float(24)', 'real'],
    ['float(25)', 'double precision'],
    ['float', 'double precision'],
    ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
    ['timestamptz(0)', 'timestamp(0) with time zone'],
    ['time with time zone', 'time with time zone'],
    ['interval day to second(3)', 'interval day to second(3)'],
    ['interval(2)', 'interval(2)'],
    ['int[]', 'integer[]'],
    ['int[][3]', 'integer[]'],
    ['integer array', 'integer[]'],
    ['varchar(3) ARRAY[4]', 'character varying(3)[]'],
    ['timestamptz(3)[]', 'timestamp(3) with time zone[]'],
    ['"text"', 'text'],
    ['"int4"[]', 'integer[]'],
    ['"varchar"(5)', 'character varying(5)'],
    ['"bit"(3)', 'bit(3)'],
    ['"bit"', '"bit"'],
    ['"timestamptz"(3)', 'timestamp(3) with time zone'],
    ['"int"', 'public."int"'],
    ['"INT4"', 'public."INT4"'],
    ['pg_catalog.varchar(4)', 'character varying(4)'],
    ['pg_catalog.int4[]', 'integer[]'],
    ['pg_catalog."numeric"(4,1)[]', 'numeric(4,1)[]'],
    ['pg_catalog.char', '"char"'],
    ['Mood', 'public."mood"'],
    ['public."My ""Mood"[]', 'public."My ""Mood"[]'],
    ['"My ""Mood"""[]', 'public."My ""Mood"""[]'],
    ['région', 'public."région"'],
    ['RÉGION', 'public."rÉgion"'],
    ['text; drop table users', undefined],
    ["text default 'x'", undefined],
    ['text)', undefined],
    ['(text', undefined],
    ['numeric(1,2,3)', undefined],
    ['numeric()', undefined],
    ['[]', undefined],
    ['', undefined],
    ['array', 'public."array"'],
    ['text collate "C"', undefined],
    ['text--', undefined],
    ['/**/text', undefined],
  ])('%s: %s', (text, sql) => {
    if (sql === undefined) expect(() => parseColumnType(text)).toThrow(ColumnTypeError);
    else expect(parseColumnType(text).sql).toBe(sql);
  });

  it('serial is an identity column of integers', () => {
    expect(parseColumnType('BIGSERIAL')).toMatchObject({ sql: 'bigint', isSerial: true });
    expect(parseColumnType('bigint').isSerial).toBe(false);
  });

  it('only a name of the schema public is left for Postgres to find', () => {
    expect(parseColumnType('public.mood[]').ofPublic).toBe('mood');
    expect(parseColumnType('"Mood"').ofPublic).toBe('Mood');
    expect(parseColumnType('text')).not.toHaveProperty('ofPublic');
    expect(parseColumnType('mood(3)')).toMatchObject({ ofPublic: 'mood', isModified: true });
    expect(parseColumnType('mood')).not.toHaveProperty('isModified');
  });
});

describe('an invalid type is refused in a sentence', () => {
  it.each([
    ['double precisoin', 'There is no type "double precisoin". Did you mean "double precision"?'],
    ['other.mood', 'There is no type "other.mood". Did you mean'],
    ['regclass', 'SelfDB does not take "regclass" as the type of a column. Use text or integer.'],
    ['pg_catalog.regclass', 'SelfDB does not take "regclass"'],
    ['"regtype"', 'SelfDB does not take "regtype"'],
    ['anyelement[]', 'SelfDB does not take "anyelement"'],
    ['"char"(3)', 'The type "char" takes nothing in parentheses.'],
    ['pg_catalog.strng', 'There is no type "pg_catalog.strng". Did you mean "'],
    ['int(11)', 'The type "int" takes nothing in parentheses.'],
    ['varchar(0)', 'The length of "varchar" must be between 1 and 10485760.'],
    ['char(65536)', 'The length of "char" must be between 1 and 65535.'],
    ['bit(65536)', 'The length of "bit" must be between 1 and 65535.'],
    ['numeric(2000)', 'The digits of "numeric" must be between 1 and 1000.'],
    ['timestamp with time zone(3)', 'do not stand as Postgres has them'],
    ['timestamptz(7)', 'must be between 0 and 6'],
    ['interval year(3)', 'takes nothing in parentheses'],
    ['float(54)', 'must be between 1 and 53'],
    ['serial[]', 'There are no arrays of serial. Did you mean "integer[]"?'],
  ])('%s: %s', (text, sentence) => {
    expect(() => parseColumnType(text)).toThrow(sentence);
  });
});
