import type { Problem } from '@selfdb/shared/testing/client';
import { rows } from '@selfdb/shared/testing/postgres';
import { describe, expect, it } from 'vitest';
import { run } from '../sql/testing/client.ts';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin } from '../testing/people.ts';
import { contents, createTable, type OwnTable } from '../testing/tables.ts';

interface Told {
  detail: string | { loc: (string | number)[]; msg: string; type: string }[];
  code: string;
  hint?: string;
}

/** Code that an administrator has left behind in a table, and what clients are told of what it raises. */
interface Route {
  name: string;
  event: 'insert' | 'update' | 'delete';
  send(table: OwnTable, rowId: string): Promise<{ status: number; body: Told }>;
}

const some = `filter=${encodeURIComponent('{"n":{"eq":1}}')}`;
const to =
  (method: string, path: (rowId: string) => string, json?: unknown) =>
  ({ id, owner }: OwnTable, rowId: string) =>
    call<Told>(method, `/tables/${id}/data${path(rowId)}`, {
      token: owner.token,
      ...(json === undefined ? {} : { json }),
    });

const ROUTES: Route[] = [
  { name: 'an insert', event: 'insert', send: to('POST', () => '', { n: 2 }) },
  { name: 'an insert of several', event: 'insert', send: to('POST', () => '', [{ n: 2 }, { n: 3 }]) },
  { name: 'an upsert', event: 'insert', send: to('POST', () => '?on_conflict=id', { n: 2 }) },
  { name: 'an update', event: 'update', send: to('PATCH', (id) => `/${id}`, { n: 2 }) },
  { name: 'updates', event: 'update', send: to('PATCH', () => `?${some}`, { n: 2 }) },
  { name: 'a delete', event: 'delete', send: to('DELETE', (id) => `/${id}`) },
  { name: 'deletes', event: 'delete', send: to('DELETE', () => `?${some}`) },
];

/** A table with a row, an audit table, and a trigger with this body before every change. */
async function guarded(body: (name: string) => string): Promise<[OwnTable, string]> {
  const table = await createTable({ n: { type: 'integer' }, note: { type: 'varchar' } });
  const { name } = table;
  await rows(`insert into public.${name} (n) values (1)`);
  const { status, text } = await run(`
    create table ${name}_audit (c int not null unique check (c < 10), d int references ${name}_audit (c));
    insert into ${name}_audit values (1);
    create function ${name}_f() returns trigger language plpgsql as $$ begin ${body(name)} return coalesce(new, old); end $$;
    create trigger guard before insert or update or delete on ${name} for each row execute function ${name}_f()`);
  if (status !== 200) throw new Error(text);
  const [row] = await contents(name);
  return [table, String(row?.id)];
}

const raise = (state: string) => () =>
  `raise exception 'Seats sold out' using errcode = '${state}', hint = 'Come earlier';`;

describe('what a trigger raises is its own sentence, with the status of its class:', () => {
  it.each([
    ['P0001', 422, 'validation_error'],
    ['P0002', 422, 'validation_error'],
    ['AB123', 422, 'validation_error'],
    ['22000', 422, 'validation_error'],
    ['22P02', 422, 'validation_error'],
    ['22001', 422, 'validation_error'],
    ['23502', 422, 'validation_error'],
    ['23514', 422, 'validation_error'],
    ['23000', 422, 'validation_error'],
    ['23503', 409, 'conflict'],
    ['23505', 409, 'conflict'],
    ['23P01', 409, 'conflict'],
    ['40001', 409, 'conflict'],
    ['40P01', 409, 'conflict'],
    ['55000', 409, 'conflict'],
    ['42501', 403, 'forbidden'],
    ['28000', 403, 'forbidden'],
    ['42P10', 422, 'validation_error'],
    ['42703', 422, 'validation_error'],
    ['0A000', 422, 'validation_error'],
    ['21000', 422, 'validation_error'],
    ['54000', 422, 'validation_error'],
    ['XX000', 422, 'validation_error'],
    ['57014', 503, 'unavailable'],
    ['53300', 503, 'unavailable'],
    ['08006', 503, 'unavailable'],
    ['PT404', 404, 'not_found'],
    ['PT403', 403, 'forbidden'],
    ['PT409', 409, 'conflict'],
    ['PT401', 403, 'forbidden'],
    ['PT418', 422, 'validation_error'],
    ['SD401', 422, 'validation_error'],
    ['SD403', 422, 'validation_error'],
    ['SD404', 422, 'validation_error'],
    ['SD409', 422, 'validation_error'],
    ['SD412', 422, 'validation_error'],
    ['SD413', 422, 'validation_error'],
    ['SD422', 422, 'validation_error'],
  ])('%s is %d', async (state, status, code) => {
    const [table, rowId] = await guarded(raise(state));
    for (const route of ROUTES) {
      const { body, ...answer } = await route.send(table, rowId);
      const detail =
        status === 422 ? [{ loc: ['body'], msg: 'Seats sold out', type: 'raised' }] : 'Seats sold out';
      expect([route.name, answer.status, body.code, body.detail, body.hint]).toEqual([
        route.name,
        status,
        code,
        detail,
        'Come earlier',
      ]);
    }
    expect(await contents(table.name)).toHaveLength(1);
  });

  it('a failed assertion, and a condition that is named', async () => {
    const [first, rowId] = await guarded(() => `assert false, 'No seats';`);
    const [second] = await guarded(() => `raise unique_violation using message = 'Taken';`);
    const failed = await ROUTES[0]?.send(first, rowId);
    const named = await ROUTES[0]?.send(second, rowId);
    expect(failed).toMatchObject({ status: 422, body: { detail: [{ msg: 'No seats' }] } });
    expect(named).toMatchObject({ status: 409, body: { detail: 'Taken' } });
  });

  it('with the column that it names', async () => {
    const [table] = await guarded(
      () =>
        `raise exception 'Too many' using errcode = 'check_violation', column = 'n', constraint = 'x', table = 'y';`,
    );
    expect((await ROUTES[0]?.send(table, ''))?.body.detail).toEqual([
      { loc: ['body', 'n'], msg: 'Too many', type: 'raised' },
    ]);
  });
});

describe("a state of the system's own, raised by the system's function in code of users,", () => {
  const STATES = ['SD401', 'SD403', 'SD404', 'SD409', 'SD412', 'SD422'];

  it.each(STATES)('%s: is as if that code had raised it', async (state) => {
    const [table, rowId] = await guarded(() => `perform selfdb_api.refuse('${state}', 'Mine');`);
    for (const { send } of ROUTES) {
      const { status, body } = await send(table, rowId);
      expect([status, body.detail]).toEqual([422, [{ loc: ['body'], msg: 'Mine', type: 'raised' }]]);
    }
  });

  it.each(STATES)('%s: in a check, too, and nothing is tried again', async (state) => {
    const [table] = await guarded(() => '');
    await run(`alter table ${table.name} add check (n < 2 or selfdb_api.refuse('${state}', 'Mine') is null)`);
    await ROUTES[0]?.send(table, '');
    const requests = await gatewayRequests(async () => {
      const answer = await ROUTES[0]?.send(table, '');
      expect(answer).toMatchObject({ status: 422, body: { detail: [{ msg: 'Mine' }] } });
    });
    expect(requests).toBeLessThanOrEqual(2);
  });

  it('and so are refusals of functions that decide about the caller', async () => {
    const [table, rowId] = await guarded(
      () => 'perform selfdb_api.require_owner(null, null, null, null, null);',
    );
    for (const { send } of ROUTES) {
      expect(await send(table, rowId)).toMatchObject({
        status: 422,
        body: { detail: [{ loc: ['body'], type: 'raised' }] },
      });
    }
  });
});

describe('what Postgres refuses within a trigger is told as that:', () => {
  it.each<[string, (name: string) => string, number, (name: string) => RegExp]>([
    [
      'not null',
      (t) => `insert into ${t}_audit values (null);`,
      422,
      (t) => new RegExp(`column "c" of the table "${t}_audit"`),
    ],
    [
      'unique',
      (t) => `insert into ${t}_audit values (1);`,
      409,
      (t) => new RegExp(`duplicate.*"${t}_audit"`),
    ],
    [
      'check',
      (t) => `insert into ${t}_audit values (77);`,
      422,
      (t) => new RegExp(`check ".*" of the table "${t}_audit"`),
    ],
    [
      'foreign key',
      (t) => `insert into ${t}_audit values (2, 9);`,
      409,
      (t) => new RegExp(`of the table "${t}_audit"`),
    ],
    [
      'a type',
      () => `perform 's3cret'::text::int;`,
      422,
      (t) => new RegExp(`function ${t}_f.*type integer\\.$`),
    ],
    ['a length', () => `perform 's3cret'::varchar(2)::int;`, 422, () => /failed: invalid input syntax/],
    ['a division', () => 'perform 1 / 0;', 422, () => /failed: division by zero/],
    [
      'no such table',
      () => 'perform * from no_such_table;',
      422,
      () => /relation "no_such_table" does not exist/,
    ],
    ['a syntax error', () => `execute 'selec s3cret';`, 422, () => /failed: syntax error/],
    ['a right', () => 'perform * from selfdb.users;', 403, () => /permission denied for schema selfdb/],
    [
      'no row',
      (t) => `declare x int; begin select c into strict x from ${t}_audit where c = 5; end;`,
      422,
      () => /returned no rows/,
    ],
    [
      'several rows',
      (t) => `insert into ${t}_audit values (2); perform (select c from ${t}_audit);`,
      422,
      () => /more than one row returned/,
    ],
    [
      'no conflict target',
      (t) => `insert into ${t}_audit values (1) on conflict (d) do nothing;`,
      422,
      () => /ON CONFLICT specification/,
    ],
    [
      'an operator',
      () => `perform '{}'::json = '{}'::json;`,
      422,
      () => /operator does not exist: json = json/,
    ],
    [
      'a cursor',
      () => 'declare c refcursor; begin fetch c into new; end;',
      422,
      () => /cursor variable is null/,
    ],
  ])('%s', async (_what, body, status, says) => {
    const [table, rowId] = await guarded(body);
    for (const { name, send } of ROUTES) {
      const answer = await send(table, rowId);
      const { detail } = answer.body;
      const sentence = typeof detail === 'string' ? detail : detail[0]?.msg;
      expect([name, answer.status, sentence]).toEqual([
        name,
        status,
        expect.stringMatching(says(table.name)),
      ]);
      if (typeof detail !== 'string') expect(detail[0]?.loc).toEqual(['body']);
      expect(JSON.stringify(answer.body)).not.toContain('s3cret');
    }
  });

  it('recursion', async () => {
    const [table] = await guarded((name) => `insert into ${name} (n) values (1);`);
    expect(await ROUTES[0]?.send(table, '')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body'], msg: expect.stringContaining('stack depth limit exceeded') }] },
    });
  });

  it("a foreign key's action that another table does not allow", async () => {
    const table = await createTable({ id: { type: 'integer' } });
    await run(`insert into ${table.name} values (1);
      create table ${table.name}_child (p int not null references ${table.name} on delete set null);
      insert into ${table.name}_child values (1)`);
    const { token } = table.owner;
    const { status, body } = await call<Problem>('DELETE', `/tables/${table.id}/data/1`, { token });
    expect([status, body.detail]).toEqual([
      422,
      [
        expect.objectContaining({
          msg: `The column "p" of the table "${table.name}_child" must not be null.`,
        }),
      ],
    ]);
  });
});

describe('a function that raises in', () => {
  it.each([
    ['a default', (t: string) => `alter table ${t} alter note set default ${t}_g(0)`],
    [
      'a generated column',
      (t: string) => `alter table ${t} add g text generated always as (${t}_g(n)) stored`,
    ],
    ['a check', (t: string) => `alter table ${t} add check (${t}_g(n) = '')`],
    ['an index', (t: string) => `create index on ${t} (${t}_g(n))`],
  ])('%s is heard', async (_what, sql) => {
    const [table] = await guarded(() => '');
    const t = table.name;
    const made = await run(`create function ${t}_g(n int) returns text immutable language plpgsql as $$
      begin if n <> 1 then raise exception 'Not %', n using errcode = '23514'; end if; return ''; end $$; ${sql(t)}`);
    expect(made.status).toBe(200);
    expect(await ROUTES[0]?.send(table, '')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body'], msg: expect.stringMatching(/^Not [02]$/), type: 'raised' }] },
    });
  });
});

describe('what a table does not allow is told in the words of Postgres:', () => {
  it.each([
    [
      'a rule',
      (t: string) => `create rule r as on insert to ${t} do instead nothing`,
      /has a rule .*INSERT RETURNING/,
    ],
    [
      'another rule',
      (t: string) => `create rule r as on insert to ${t} do instead insert into ${t}_audit values (3)`,
      /has a rule .*INSERT RETURNING/,
    ],
    [
      'a rule beside it',
      (t: string) => `create rule r as on insert to ${t} do also select 1`,
      /has a rule .*DO ALSO/,
    ],
  ])('%s', async (_what, sql, says) => {
    const [table, rowId] = await guarded(() => '');
    expect((await run(sql(table.name))).status).toBe(200);
    const answer = await ROUTES[0]?.send(table, rowId);
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body'], msg: expect.stringMatching(says) }] },
    });
  });

  it('a policy, 403', async () => {
    const [table] = await guarded(() => '');
    await run(`alter table ${table.name} enable row level security, force row level security;
      create policy p on ${table.name} using (true) with check (n < 2)`);
    expect(await ROUTES[0]?.send(table, '')).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('violates row-level security policy') },
    });
  });
});

describe('code that runs when rows are read', () => {
  it('tells its sentence', async () => {
    const [{ id, name, owner }, rowId] = await guarded(() => '');
    await run(`create function ${name}_g(n int) returns int language plpgsql as $$
        begin raise exception 'Not today' using errcode = '23505'; end $$;
      alter table ${name} enable row level security, force row level security;
      create policy p on ${name} using (${name}_g(n) > 0)`);
    for (const path of ['', '?count=none', `/${rowId}`]) {
      const { status, body } = await call<Problem>('GET', `/tables/${id}/data${path}`, {
        token: owner.token,
      });
      expect([status, body.detail]).toEqual([409, 'Not today']);
    }
  });

  it('is not told to who may not read the table', async () => {
    const [table] = await guarded(() => '');
    const { name, id } = table;
    await run(`create function ${name}_g() returns int immutable language plpgsql as $$ begin raise exception 's3cret'; end $$;
      alter table ${name} enable row level security, force row level security; create policy p on ${name} using (n > ${name}_g())`);
    const { status, text } = await call<Problem>('GET', `/tables/${id}/data`);
    expect([status, text.includes('s3cret')]).toEqual([404, false]);
    const admin = await createAdmin();
    expect((await call('GET', `/tables/${id}/data`, { token: admin.token })).status).toBe(422);
  });
});

describe('a change of a table', () => {
  it('tells what a function raises, and takes nothing of it for a refusal', async () => {
    for (const state of ['SD401', 'SD412', 'P0001']) {
      const { id, name, owner } = await createTable({ n: { type: 'integer' } });
      await rows(`insert into public.${name} (n) values (1)`);
      await run(`create function ${name}_g(n bigint) returns boolean language plpgsql as $$
          begin return true; end $$;
        alter table ${name} add check (${name}_g(n));
        create or replace function ${name}_g(n bigint) returns boolean language plpgsql as $$
          begin raise exception 'Never' using errcode = '${state}'; end $$`);
      const change = { token: owner.token, json: { type: 'bigint' } };
      const { status, body } = await call<Problem>('PATCH', `/tables/${id}/columns/n`, change);
      expect([state, status, body.detail]).toEqual([
        state,
        422,
        [{ loc: ['body'], msg: 'Never', type: 'raised' }],
      ]);
    }
  });
});
