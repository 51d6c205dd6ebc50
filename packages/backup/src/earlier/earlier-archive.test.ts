import { describe, expect, it } from 'vitest';
import { ManifestMissing } from '../backup/manifest-missing.ts';
import { columnsOf, isEarlierArchive, requireEarlierArchive } from './earlier-archive.ts';
import { EarlierPolicy } from './earlier-policy.ts';

const table = (name: string, columns: string) => ({ name, columns, rows: 1, sha256: '' });
const contents = (...tables: ReturnType<typeof table>[]) => ({
  tables,
  files: { count: 0, size: 0 },
  environment: undefined,
  databaseBytes: 0,
  unknown: [],
});
const users = table('public.users', '(id, email, "password", first_name)');

describe('an archive without a manifest', () => {
  it('is of SelfDB 0.0.5 by the columns of its users', () => {
    expect(isEarlierArchive(contents(users))).toBe(true);
    expect(requireEarlierArchive(new ManifestMissing(contents(users)))).toEqual(contents(users));
  });

  it.each([
    ['was cut off', contents(users, table('selfdb.users', '(id)')), 'cut off: it has no manifest.json'],
    [
      'lacks a column',
      contents(table('public.users', '(id, email_password)')),
      'has no column email, password',
    ],
    ['lacks users', contents(table('public.books', '(id)')), 'no table public.users'],
    ['has no database', contents(), 'database.sql is missing'],
    [
      'is of another kind',
      { ...contents(), unknown: ['etc/passwd'] },
      '"etc/passwd", which no backup contains',
    ],
  ])('is refused if it %s', (_, found, reason) => {
    expect(isEarlierArchive(found)).toBe(false);
    expect(() => requireEarlierArchive(new ManifestMissing(found))).toThrow(reason);
  });

  it('may have columns with any names', () => {
    expect(columnsOf({ columns: '(id, "a, b", "say ""x""")' })).toEqual(['id', 'a, b', 'say "x"']);
  });
});

describe('the script of SelfDB 0.0.5', () => {
  it.each([
    ['ALTER FUNCTION public.f() OWNER TO selfdb_user', 'skip'],
    ['CREATE SCHEMA public', 'skip'],
    ['COMMENT ON EXTENSION "uuid-ossp" IS \'x\'', 'skip'],
    ['DROP TABLE IF EXISTS public.users', 'skip'],
    ['ALTER TABLE IF EXISTS ONLY public.books DROP CONSTRAINT IF EXISTS books_pkey', 'skip'],
    ['ALTER TABLE public.books ALTER COLUMN id DROP DEFAULT', 'skip'],
    ['CREATE PUBLICATION p FOR ALL TABLES', 'skip'],
    ['GRANT ALL ON TABLE public.books TO reader', 'skip'],
    ['CREATE TABLE public.books (id integer)', 'run'],
    ['ALTER TABLE ONLY public.books ADD CONSTRAINT books_pkey PRIMARY KEY (id)', 'run'],
    ["COMMENT ON TABLE public.books IS 'OWNER TO x'", 'run'],
  ])('%s: %s', (sql, treatment) => {
    expect(new EarlierPolicy().treat(sql)).toBe(treatment);
  });

  it('is refused with a statement that pg_dump does not write', () => {
    expect(() => new EarlierPolicy().treat('GRANT selfdb TO intruder')).toThrow('no backup contains');
    expect(() => new EarlierPolicy().treat('SELECT pg_read_file(1)')).toThrow('no backup contains');
  });
});
