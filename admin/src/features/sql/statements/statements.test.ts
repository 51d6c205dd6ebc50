import { describe, expect, test } from 'vitest';
import { changesData, findDangers } from './dangers.ts';
import { splitSql, statementAt } from './split.ts';

const texts = (source: string) => splitSql(source).map(({ text }) => text);

describe('splitSql', () => {
  test.each([
    ["select 'a;b'; select 2", ["select 'a;b'", 'select 2']],
    ['select "a;b"', ['select "a;b"']],
    ["select E'\\';' ; select 2", ["select E'\\';'", 'select 2']],
    ["select 'it''s;' ; select 2", ["select 'it''s;'", 'select 2']],
    ['do $body$ begin; end $body$; select 1', ['do $body$ begin; end $body$', 'select 1']],
    ['select $1; select a$b$c', ['select $1', 'select a$b$c']],
    ['-- a; b\nselect 1 /* ; /* ; */ ; */; ;', ['select 1']],
    [
      'create function f() returns int begin atomic select case when true then 1 end; end; select 2',
      ['create function f() returns int begin atomic select case when true then 1 end; end', 'select 2'],
    ],
    ["select 'open; select 2", ["select 'open; select 2"]],
  ])('splits %s', (source, expected) => {
    expect(texts(source)).toEqual(expected);
  });
});

describe('statementAt', () => {
  const source = 'select 1;\n\nselect 2; select 3';

  test.each([
    [0, 'select 1'],
    [9, 'select 1'],
    [10, 'select 1'],
    [11, 'select 2'],
    [source.length, 'select 3'],
  ])('finds the statement of position %i', (position, expected) => {
    expect(statementAt(source, position)?.text).toBe(expected);
  });

  test('takes the statement below when the cursor is on the empty line directly above it', () => {
    expect(statementAt('select 1;\n-- note\nselect 2', 11)?.text).toBe('select 1');
    expect(statementAt('  select 1', 0)?.text).toBe('select 1');
    expect(statementAt('-- nothing', 3)).toBeUndefined();
  });
});

describe('findDangers', () => {
  test.each([
    [
      'drop table if exists public."Old notes" cascade',
      'DROP deletes the table public.Old notes and all that depends on it.',
    ],
    ['truncate only flights', 'TRUNCATE deletes every row of flights.'],
    ['delete from flights', 'DELETE without WHERE deletes every row of flights.'],
    [
      'DELETE FROM flights USING (select 1 where true) x',
      'DELETE without WHERE deletes every row of flights.',
    ],
    ["update notes set body = 'where'", 'UPDATE without WHERE changes every row of notes.'],
    ['update notes set a = 1 -- where id = 1', 'UPDATE without WHERE changes every row of notes.'],
    [
      'with x as (delete from a returning *) select * from x where true',
      'DELETE without WHERE deletes every row of a.',
    ],
    [
      'with x as (delete from a), y as (select 1 where true) select * from y',
      'DELETE without WHERE deletes every row of a.',
    ],
    ['with x as (select 1 where true) delete from b', 'DELETE without WHERE deletes every row of b.'],
    ['explain analyze delete from a', 'DELETE without WHERE deletes every row of a.'],
    ['alter table a drop if exists b', 'DROP COLUMN deletes the column b with its values.'],
  ])('warns of %s', (source, sentence) => {
    expect(findDangers(splitSql(source)).map((danger) => danger.sentence)).toEqual([sentence]);
  });

  test.each([
    "select 'drop table a'",
    'select $$delete from a$$',
    'delete from a where id = 1',
    'with x as (delete from a where b) select * from x',
    'update a set b = 1 where c',
    'select * from a for update',
    'insert into a values (1) on conflict do update set b = 1',
    'alter table a drop constraint b',
    'alter table a alter column b drop default',
    '-- drop table a',
    'select "delete" from a',
  ])('lets %s pass', (source) => {
    expect(findDangers(splitSql(source))).toEqual([]);
  });
});

describe('changesData', () => {
  test.each([
    ['select 1', false],
    ['select * from a for update', false],
    ['insert into a values (1)', true],
    ['with x as (update a set b = 1 where c returning *) select * from x', true],
    ["select 'update'", false],
  ])('judges %s', (source, expected) => {
    const [statement] = splitSql(source);
    expect(statement && changesData(statement)).toBe(expected);
  });
});
