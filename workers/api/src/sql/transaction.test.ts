import { value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { newName as newTable } from '../testing/tables.ts';
import { run } from './testing/client.ts';

describe('the transaction', () => {
  it('is all or nothing', async () => {
    const table = newTable();
    const { status } = await run(`create table ${table} (); select 1 / 0`);
    expect(status).toBe(400);
    expect(await value('select to_regclass($1)', [table])).toBe(null);
  });

  it('fails as a whole when a deferred constraint does', async () => {
    const table = newTable();
    await run(`create table ${table} (id int unique deferrable initially deferred)`);
    const several = await run(`insert into ${table} values (1); insert into ${table} values (1)`);
    expect(several.body).toMatchObject({ code: 'sql_error', sqlstate: '23505' });
    const alone = await run(`insert into ${table} values (1), (1)`);
    expect(alone.body).toMatchObject({ code: 'sql_error', sqlstate: '23505' });
    expect(await value(`select count(*)::int from ${table}`)).toBe(0);
  });

  it('does not include a lone statement', async () => {
    const database = newTable();
    const table = newTable();
    await run(`create table ${table} (id int)`);
    for (const query of [
      'vacuum',
      `create index concurrently on ${table} (id)`,
      'do $$ begin commit; end $$',
    ]) {
      expect((await run(query)).text).toContain('"results"');
    }
    expect((await run(`create database ${database}`)).body.sqlstate).toBe('42501');
    expect((await run('vacuum; select 1')).body.sqlstate).toBe('25001');
  });

  it('ignores BEGIN at the start and COMMIT at the end, with a notice', async () => {
    const { body } = await run(
      'begin isolation level serializable; show transaction_isolation; savepoint s; rollback to s; commit;',
    );
    expect(body.results.map((result) => [result.command, result.rows])).toEqual([
      ['SHOW', [['serializable']]],
      ['SAVEPOINT', []],
      ['ROLLBACK', []],
    ]);
    expect(body.notices.map(({ message }) => message.split(' ')[0])).toEqual(['BEGIN', 'COMMIT']);
    const readOnly = await run('start transaction read write; create table never ()', { read_only: true });
    expect(readOnly.body.sqlstate).toBe('25006');
  });

  it.each([
    'select 1; commit; select 2',
    'select 1; -- a\rcommit; select 2',
    'select 1; rollback',
    'rollback',
    'begin; begin; select 1',
    'commit and chain; select 1',
    'select 1; end and chain; select 2',
    'abort',
    "prepare transaction 'x'",
    "commit prepared 'x'",
    'begin isolation level nonsense; select 1',
  ])("can't be ended or begun by %j", async (query) => {
    const { status, body } = await run(query);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'sql_error', sqlstate: '2D000' });
    expect(body.hint).toContain('SAVEPOINT');
  });
});
