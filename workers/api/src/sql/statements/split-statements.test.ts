import { describe, expect, test } from 'vitest';
import { splitStatements } from './split-statements.ts';

function texts(source: string): string[] {
  return splitStatements(source).map((statement) => statement.text);
}

describe('splitStatements', () => {
  test('splits at semicolons and drops empty statements', () => {
    expect(texts('select 1; ;; select 2 ;\n\t')).toEqual(['select 1', 'select 2']);
    expect(texts('')).toEqual([]);
    expect(texts(' \n -- nothing\n /* here */ ; -- or here')).toEqual([]);
  });

  test('remembers where each statement begins in the whole text', () => {
    const source = "select '😀';\n  /* two */ select 2";
    for (const { text, start } of splitStatements(source)) expect(source.slice(start)).toMatch(text);
    expect(splitStatements(source).map((statement) => statement.start)).toEqual([0, 15]);
  });

  test.each([
    ['a plain string', "select 'a;b'"],
    ['a doubled quote', "select 'a'';b'"],
    ['a backslash at the end of a plain string', "select 'a\\'"],
    ['a backslashed quote in an E string', "select E'a\\';b'"],
    ['a lower-case e string', "select e'\\\\\\';'"],
    ['a doubled quote before a backslashed one', "select E'a''\\';b'"],
    ['an E string that goes on after a line break', "select E'a' -- why\n -- ever\n '\\';b'"],
    ['a Unicode string', "select U&'\\0061;'"],
    ['a quoted name', 'select 1 as "a;b"'],
    ['a quoted name with a doubled quote', 'select 1 as "a"";b"'],
    ['a dollar quote', 'select $$a;b$$'],
    ['a tagged dollar quote', 'select $tag$a;$$;$ta$b$tag$'],
    ['a dollar quote with a tag of other scripts', 'select $é_1$;$é_1$'],
    ['a dollar quote with quotes inside', 'select $$it\'s "; -- /* $$'],
    ['a line comment', 'select 1 -- a;b'],
    ['a block comment', 'select /* a;b */ 1'],
    ['a nested block comment', 'select /* a /* ; */ ; */ 1'],
    ['a comment right after an operator', 'select 1+/*;*/2'],
    ['parentheses', 'create rule r as on insert to t do (select 1; select 2)'],
    ['an unfinished string', "select 'a; select 2"],
    ['an unfinished E string', "select E'a; select 2\\"],
    ['an unfinished comment', 'select 1 /* ; select 2'],
    ['an unfinished dollar quote', 'select $a$ ; $b$ ; select 2'],
    ['an unfinished parenthesis', 'select (1; select 2'],
  ])('keeps the semicolons of %s', (_name, source) => {
    expect(texts(source)).toEqual([source]);
  });

  test.each([
    ['the e of a longer name', "select nicee'\\'; select 2", ["select nicee'\\'", 'select 2']],
    ['a dollar inside a name', 'select a$b$; select c$b$', ['select a$b$', 'select c$b$']],
    ['parameters', 'select $1; select $2', ['select $1', 'select $2']],
    [
      'a line comment that a carriage return ends',
      '-- a\rselect 1; select 2',
      ['-- a\rselect 1', 'select 2'],
    ],
    ['a closing parenthesis too many', 'select 1); select 2', ['select 1)', 'select 2']],
    [
      'a string after an E string on the same line',
      "select E'a' '\\'; select 2",
      ["select E'a' '\\'", 'select 2'],
    ],
    ['BEGIN outside a routine', 'begin; select 1; end', ['begin', 'select 1', 'end']],
    ['quotes in comments', "select 1 -- it's\n; select 2", ["select 1 -- it's", 'select 2']],
    ['a comment end without a beginning', 'select 1 */ 2; select 3', ['select 1 */ 2', 'select 3']],
    [
      'a name that begins with begin',
      'create function beginning(); select 2',
      ['create function beginning()', 'select 2'],
    ],
  ])('splits after %s', (_name, source, expected) => {
    expect(texts(source).map((text) => text.replace(/\n$/, ''))).toEqual(expected);
  });

  test('keeps the body of a routine in the standard syntax', () => {
    const routines = [
      'create function f() returns int begin atomic select 1; select case when true then 2 end; end',
      'create or replace procedure p() BEGIN ATOMIC insert into t values (1); END',
      'create /* x */ function f(a int default (1)) returns int language sql begin atomic select a; end',
    ];
    expect(texts(`${routines.join(';\n')}; select 1`)).toEqual([...routines, 'select 1']);
  });

  test('keeps comments at the head of a statement, for planner hints', () => {
    expect(texts('select 1; /*+ SeqScan(t) */ select 2')).toEqual(['select 1', '/*+ SeqScan(t) */ select 2']);
  });

  test('returns the leading words without comments', () => {
    const words = (source: string) => splitStatements(source)[0]?.words;
    expect(words('/* a */ Rollback -- b\n TO SAVEPOINT s')).toEqual(['rollback', 'to', 'savepoint', 's']);
    expect(words('-- a\rcommit')).toEqual(['commit']);
    expect(words('(commit)')).toEqual([]);
    expect(words('"commit" x')).toEqual([]);
    expect(words('select 1 from t')).toEqual(['select']);
  });

  test('splits a long hostile text in linear time', () => {
    const started = performance.now();
    for (const part of [
      "'a'\n-- ",
      '/*',
      '$a',
      "E'\\",
      '(',
      '-- ',
      'create or replace function f begin case ',
    ]) {
      splitStatements(part.repeat(1_000_000 / part.length));
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
