import type { Answer, Problem } from '@selfdb/server/testing/client';
import { ENDINGS } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { Access } from '@selfdb/shared/contract/access';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from './testing/client.ts';
import { createAdmin, createPerson } from './testing/people.ts';
import { adoptTable, contents, list, newName, type OwnTable } from './testing/tables.ts';

type Who = 'anonymous' | 'stranger' | 'owner' | 'admin';
const EVERYBODY: Who[] = ['anonymous', 'stranger', 'owner', 'admin'];

interface Route {
  method: string;
  path: string;
  json?: () => unknown;
  /** Statuses for anonymous, a stranger, the owner and an ADMIN; for tables that are not public, if they differ. */
  public: Statuses;
  users?: Statuses;
  owner?: Statuses;
}

type Statuses = [number, number, number, number];

const ROW = '018f0000-0000-7000-8000-000000000001';
const FILTER = `filter=${encodeURIComponent('{"n":{"gte":0}}')}`;
const READ = {
  public: [200, 200, 200, 200],
  users: [404, 200, 200, 200],
  owner: [404, 403, 200, 200],
} satisfies Partial<Route>;
const INSERT = {
  public: [201, 201, 201, 201],
  users: [404, 201, 201, 201],
  owner: [404, 403, 201, 201],
} satisfies Partial<Route>;
const OWN = { public: [401, 403, 200, 200] } satisfies Partial<Route>;

const ROUTES: Route[] = [
  { method: 'GET', path: '', ...READ },
  { method: 'GET', path: '/indexes', ...READ },
  { method: 'GET', path: '/relationships', ...READ },
  { method: 'GET', path: '/sql', ...READ },
  { method: 'PATCH', path: '', json: () => ({ description: 'x', public: true }), ...OWN },
  { method: 'PATCH', path: '', json: () => ({ access: 'users' }), ...OWN },
  { method: 'PATCH', path: '', json: () => ({ name: newName() }), ...OWN },
  { method: 'PATCH', path: '', json: () => ({}), ...OWN },
  { method: 'DELETE', path: '', ...OWN },
  { method: 'POST', path: '/columns', json: () => ({ name: 'more', type: 'text' }), ...OWN },
  { method: 'PATCH', path: '/columns/n', json: () => ({ new_name: 'm', type: 'bigint' }), ...OWN },
  { method: 'DELETE', path: '/columns/n', ...OWN },
  { method: 'POST', path: '/indexes?dry_run=true', json: () => ({ columns: ['n'] }), ...OWN },
  { method: 'POST', path: '/indexes', json: () => ({ columns: ['n'] }), public: [401, 403, 201, 201] },
  { method: 'GET', path: '/data', ...READ },
  { method: 'GET', path: `/data?${FILTER}&search=x&sort_by=n&count=estimated`, ...READ },
  { method: 'POST', path: '/data', json: () => ({ n: 5 }), ...INSERT },
  { method: 'POST', path: '/data', json: () => [{ n: 5 }, { t: 'y' }, {}], ...INSERT },
  {
    method: 'POST',
    path: '/data?on_conflict=id',
    json: () => ({ id: ROW, n: 7 }),
    public: [401, 403, 201, 201],
  },
  { method: 'PATCH', path: `/data?${FILTER}`, json: () => ({ n: 9 }), ...OWN },
  { method: 'DELETE', path: `/data?${FILTER}`, ...OWN },
  { method: 'GET', path: `/data/${ROW}`, ...READ },
  { method: 'GET', path: `/data/x?id_column=t`, ...READ },
  { method: 'PATCH', path: `/data/${ROW}`, json: () => ({ n: 9 }), ...OWN },
  { method: 'DELETE', path: `/data/${ROW}`, ...OWN },
];

const MISTAKES: Route[] = [
  { method: 'GET', path: '/data?sort_by=nope', ...READ },
  { method: 'GET', path: '/data?select=nope', ...READ },
  { method: 'GET', path: '/data?cursor=x', ...READ },
  { method: 'GET', path: `/data?filter=${encodeURIComponent('{"nope":1}')}`, ...READ },
  { method: 'GET', path: `/data?filter=${encodeURIComponent('{"n":"x"}')}`, ...READ },
  { method: 'GET', path: `/data?filter=x`, ...READ },
  { method: 'GET', path: '/data/x', ...READ },
  { method: 'GET', path: '/data/x?id_column=n', ...READ },
  { method: 'GET', path: '/data/x?id_column=nope', ...READ },
  { method: 'POST', path: '/data', json: () => ({ nope: 1 }), ...INSERT },
  { method: 'POST', path: '/data', json: () => ({ n: 'x' }), ...INSERT },
  { method: 'POST', path: '/data', json: () => ({ n: null, id: ROW }), ...INSERT },
  { method: 'PATCH', path: `/data/${ROW}`, json: () => ({ nope: 1 }), ...OWN },
  { method: 'PATCH', path: `/data/${ROW}`, json: () => ({ n: 'x' }), ...OWN },
  { method: 'DELETE', path: '/data/x', ...OWN },
  { method: 'PATCH', path: '/columns/nope', json: () => ({ type: 'text' }), ...OWN },
  { method: 'PATCH', path: '/columns/id', json: () => ({ type: 'integer' }), ...OWN },
  { method: 'DELETE', path: '/columns/nope', ...OWN },
  { method: 'DELETE', path: '/columns/id', ...OWN },
  { method: 'POST', path: '/columns', json: () => ({ name: 'n', type: 'text' }), ...OWN },
];

const named = (routes: Route[]) =>
  routes.map((route) => ({ ...route, name: `${route.method} ${decodeURIComponent(route.path)}` }));

function statusFor(route: Route, access: Access, who: Who): number {
  return (route[access] ?? route.public)[EVERYBODY.indexOf(who)] ?? 0;
}

async function prepare(access: Access, warm: boolean): Promise<OwnTable> {
  const name = newName();
  await rows(`create table public.${name} (id uuid primary key default uuidv7(), n integer, t text unique);
    insert into public.${name} values ('${ROW}', 1, 'x')`);
  const table = await adoptTable(name, { access });
  if (warm) await list(table);
  return table;
}

function use(route: Route, { id }: OwnTable, token: string | undefined): Promise<Answer<Problem>> {
  const json = route.json?.();
  return call(route.method, `/tables/${id}${route.path}`, json === undefined ? { token } : { token, json });
}

async function tokenOf(who: Who, { owner }: OwnTable): Promise<string | undefined> {
  if (who === 'owner') return owner.token;
  if (who === 'anonymous') return undefined;
  return (await (who === 'admin' ? createAdmin() : createPerson())).token;
}

/** Everything that a refused call might have changed. */
async function stateOf(table: OwnTable): Promise<unknown> {
  const registry = await rows('select * from selfdb.tables where id = $1', [table.id]);
  const columns = await rows(
    'select attname, atttypid, attisdropped from pg_attribute where attrelid = to_regclass($1) order by attnum',
    [`public.${table.name}`],
  );
  return { registry, columns, contents: await contents(table.name) };
}

describe.each(named(ROUTES))('$name', (route) => {
  describe.each(Access.options)('on a table for %s', (access) => {
    it.each(EVERYBODY)('as %s', async (who) => {
      const expected = statusFor(route, access, who);
      const table = await prepare(access, true);
      const [before, token] = [await stateOf(table), await tokenOf(who, table)];
      const requests = await gatewayRequests(async () => {
        const answer = await use(route, table, token);
        expect([answer.status, answer.text]).toEqual([expected, answer.text]);
        if (expected >= 400)
          expect(answer.body).toMatchObject({ detail: expect.any(String), request_id: expect.any(String) });
      });
      expect(requests).toBe(expected === 401 ? 0 : 1);
      if (expected >= 400) expect(await stateOf(table)).toEqual(before);
    });
  });

  it.each(ENDINGS)('with a token that %s', async (_name, ending) => {
    for (const [access, warm] of [
      ['public', true],
      ['users', true],
      ['owner', true],
      ['owner', false],
    ] as const) {
      const table = await prepare(access, warm);
      for (const caller of [table.owner, await createAdmin(), await createPerson()]) {
        await rows(ending, [caller.userId]);
        const before = await stateOf(table);
        const { status, body } = await use(route, table, caller.token);
        expect([status, body.code]).toEqual([401, 'unauthenticated']);
        expect(await stateOf(table)).toEqual(before);
      }
    }
  });

  it('the first time that the worker reads the table', async () => {
    const table = await prepare('owner', false);
    const before = await stateOf(table);
    for (const who of ['anonymous', 'stranger'] as const) {
      const token = await tokenOf(who, table);
      expect((await use(route, table, token)).status).toBe(statusFor(route, 'owner', who));
    }
    expect(await stateOf(table)).toEqual(before);
    expect((await use(route, table, table.owner.token)).status).toBeLessThan(300);
  });
});

describe.each(named(MISTAKES))('a mistake reveals nothing to outsiders: $name', (route) => {
  it.each(['anonymous', 'stranger'] as const)('as %s', async (who) => {
    const expected = statusFor(route, 'owner', who);
    for (const warm of [false, true]) {
      const table = await prepare('owner', warm);
      const answer = await use(route, table, await tokenOf(who, table));
      expect([answer.status, answer.text]).toEqual([expected, answer.text]);
      expect(answer.text).not.toMatch(/"n"|"id"|nope|column/);
      const asOwner = await use(route, table, table.owner.token);
      expect([400, 404, 409, 422]).toContain(asOwner.status);
    }
  });
});

it('a table that does not exist is 404 for every caller', async () => {
  const nowhere = '018f0000-0000-7000-8000-00000000dead';
  const [admin, user] = [await createAdmin(), await createPerson()];
  for (const route of ROUTES) {
    const path = `/tables/${nowhere}${route.path}`;
    const json = route.json ? { json: route.json() } : {};
    for (const { token } of [admin, user]) {
      expect((await call(route.method, path, { token, ...json })).status).toBe(404);
    }
    expect((await call(route.method, path, json)).status).toBe(route.public[0] === 401 ? 401 : 404);
  }
});

it('every route needs the API key', async () => {
  const table = await prepare('public', true);
  for (const key of [undefined, '', 'wrong']) {
    for (const route of ROUTES) {
      const json = route.json ? { json: route.json() } : {};
      const options = { token: table.owner.token, headers: { 'X-API-Key': key }, ...json };
      const answer = await call(route.method, `/tables/${table.id}${route.path}`, options);
      expect(answer.status).toBe(401);
    }
  }
});

describe('the next request obeys a change that the worker has not seen:', () => {
  it('made private, by another copy of the worker', async () => {
    const [table, stranger] = [await prepare('public', true), await createPerson()];
    const read = (token?: string) => call('GET', `/tables/${table.id}/data`, { token });
    expect([(await read()).status, (await read(stranger.token)).status]).toEqual([200, 200]);
    await rows(`update selfdb.tables set access = 'owner', version = version + 1 where id = $1`, [table.id]);
    expect([(await read()).status, (await read(stranger.token)).status]).toEqual([404, 403]);
    await rows(`update selfdb.tables set access = 'public' where id = $1`, [table.id]);
    expect([(await read()).status, (await read(stranger.token)).status]).toEqual([200, 200]);
  });

  it('restricted to users, by another copy of the worker', async () => {
    const [table, stranger] = [await prepare('public', true), await createPerson()];
    const read = (token?: string) => call('GET', `/tables/${table.id}/data`, { token });
    await rows(`update selfdb.tables set access = 'users' where id = $1`, [table.id]);
    expect([(await read()).status, (await read(stranger.token)).status]).toEqual([404, 200]);
    await rows(`update selfdb.tables set access = 'owner' where id = $1`, [table.id]);
    expect([(await read()).status, (await read(stranger.token)).status]).toEqual([404, 403]);
  });

  it('given to another owner', async () => {
    const [table, heir] = [await prepare('owner', true), await createPerson()];
    await rows('update selfdb.tables set owner_id = $2 where id = $1', [table.id, heir.userId]);
    expect((await call('GET', `/tables/${table.id}/data`, { token: table.owner.token })).status).toBe(403);
    expect((await call('GET', `/tables/${table.id}/data`, { token: heir.token })).status).toBe(200);
  });

  it.each(['owner', 'admin'] as const)('a new version: what the %s writes is written once', async (who) => {
    const table = await prepare('owner', true);
    const token = await tokenOf(who, table);
    const outdate = () => rows('update selfdb.tables set version = version + 1 where id = $1', [table.id]);
    const path = `/tables/${table.id}/data`;
    await outdate();
    expect((await call('POST', path, { token, json: { n: 2 } })).status).toBe(201);
    await rows(`create function public.${table.name}_count() returns trigger language plpgsql as $$
      begin new.n := old.n + 10; return new; end $$;
      create trigger count before update on public.${table.name} for each row execute function public.${table.name}_count()`);
    for (const to of [`${path}?${FILTER}`, `${path}/${ROW}`]) {
      await outdate();
      expect((await call('PATCH', to, { token, json: { t: null } })).status).toBe(200);
    }
    expect((await contents(table.name)).map(({ n }) => n).sort()).toEqual([12, 21]);
  });

  it('an ADMIN demoted', async () => {
    const [table, admin] = [await prepare('owner', true), await createAdmin()];
    const remove = () => call('DELETE', `/tables/${table.id}/data/${ROW}`, { token: admin.token });
    expect((await remove()).status).toBe(200);
    await rows(`update selfdb.users set role = 'USER' where id = $1`, [admin.userId]);
    expect((await remove()).status).toBe(403);
  });
});
