import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { run } from '../sql/testing/client.ts';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin } from '../testing/people.ts';
import { createTableWithTrigger, type ErrorBody, ROUTES } from '../testing/table-with-trigger.ts';
import { contents, createTable } from '../testing/tables.ts';

const raise = (state: string) => () =>
  `raise exception 'Seats sold out' using errcode = '${state}', hint = 'Come earlier';`;

describe('an error that a trigger raises keeps its sentence, with the status of its class:', () => {
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
    const [table, rowId] = await createTableWithTrigger(raise(state));
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
    const [first, rowId] = await createTableWithTrigger(() => `assert false, 'No seats';`);
    const [second] = await createTableWithTrigger(() => `raise unique_violation using message = 'Taken';`);
    const failed = await ROUTES[0]?.send(first, rowId);
    const named = await ROUTES[0]?.send(second, rowId);
    expect(failed).toMatchObject({ status: 422, body: { detail: [{ msg: 'No seats' }] } });
    expect(named).toMatchObject({ status: 409, body: { detail: 'Taken' } });
  });

  it('with the column that it names', async () => {
    const [table] = await createTableWithTrigger(
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

  it.each(STATES)('%s: is treated as raised by that code', async (state) => {
    const [table, rowId] = await createTableWithTrigger(
      () => `perform selfdb_api.refuse('${state}', 'Mine');`,
    );
    for (const { send } of ROUTES) {
      const { status, body } = await send(table, rowId);
      expect([status, body.detail]).toEqual([422, [{ loc: ['body'], msg: 'Mine', type: 'raised' }]]);
    }
  });

  // A statement on rows refuses with the same function, so a check may use one of its states.
  it.each([
    ['SD401', 422],
    ['SD403', 403],
    ['SD404', 422],
    ['SD409', 409],
    ['SD412', 409],
    ['SD422', 422],
  ])(
    '%s: a check that does so is reported in its own words, and nothing is tried again',
    async (state, told) => {
      const [table] = await createTableWithTrigger(() => '');
      await run(
        `alter table ${table.name} add check (n < 2 or selfdb_api.refuse('${state}', 'Mine') is null)`,
      );
      await ROUTES[0]?.send(table, '');
      const requests = await gatewayRequests(async () => {
        const answer = await ROUTES[0]?.send(table, '');
        const detail = told === 422 ? [{ msg: 'Mine' }] : 'Mine';
        expect(answer).toMatchObject({ status: told, body: { detail } });
      });
      expect(requests).toBeLessThanOrEqual(2);
    },
  );

  it('and so are refusals of functions that decide about the caller', async () => {
    const [table, rowId] = await createTableWithTrigger(
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

describe('a function that raises in', () => {
  it.each([
    ['a default', (t: string) => `alter table ${t} alter note set default ${t}_g(0)`],
    [
      'a generated column',
      (t: string) => `alter table ${t} add g text generated always as (${t}_g(n)) stored`,
    ],
    ['a check', (t: string) => `alter table ${t} add check (${t}_g(n) = '')`],
    ['an index', (t: string) => `create index on ${t} (${t}_g(n))`],
  ])('%s is reported', async (_what, sql) => {
    const [table] = await createTableWithTrigger(() => '');
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

describe('code that runs when rows are read', () => {
  it('has its sentence reported', async () => {
    const [{ id, name, owner }, rowId] = await createTableWithTrigger(() => '');
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

  it('has nothing reported to callers who may not read the table', async () => {
    const [table] = await createTableWithTrigger(() => '');
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
  it('reports what a function raises, and never mistakes it for a refusal', async () => {
    for (const state of ['SD401', 'SD412', 'P0001']) {
      const { status, body } = await changeBy(
        (name) => `create or replace function ${name}_g(n bigint)
        returns boolean language plpgsql as $$ begin raise exception 'Never' using errcode = '${state}'; end $$`,
      );
      expect([state, status, body.detail]).toEqual([
        state,
        422,
        [{ loc: ['body'], msg: 'Never', type: 'raised' }],
      ]);
    }
  });

  it("does not mistake for a refusal what an expression makes the system's functions raise", async () => {
    for (const refusing of [
      "selfdb_api.refuse('SD412', 'x')",
      "selfdb_api.refuse('SD403', 'x')",
      'selfdb_api.require_owner(null, null, null, null, null)::text',
    ]) {
      const { status, body } = await changeBy(
        (name) => `create or replace function ${name}_g(n bigint)
        returns boolean language sql begin atomic select coalesce(${refusing}, '') <> 'x'; end`,
      );
      expect([status, body.detail]).toMatchObject([422, [{ loc: ['body'], type: 'raised' }]]);
    }
  });
});

/** Changes the type of a column whose check now calls another function. */
async function changeBy(replace: (name: string) => string) {
  const { id, name, owner } = await createTable({ n: { type: 'integer' } });
  await rows(`insert into public.${name} (n) values (1)`);
  const made = await run(`create function ${name}_g(n bigint) returns boolean language sql return true;
    alter table ${name} add check (${name}_g(n)); ${replace(name)}`);
  expect(made.status).toBe(200);
  return call<ErrorBody>('PATCH', `/tables/${id}/columns/n`, {
    token: owner.token,
    json: { type: 'bigint' },
  });
}
