import type { Problem } from '@selfdb/server/testing/client';
import { asSqlRole, duringTransaction, rows, value } from '@selfdb/server/testing/postgres';
import type { SqlPreview } from '@selfdb/shared/tables/dry-run';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { adoptTable, createTable, insert, newName, type OwnTable } from '../testing/tables.ts';

type Preview = SqlPreview & Problem;

const COLUMNS = {
  title: { type: 'text', nullable: false, default: "it's" },
  n: { type: 'text' },
  tags: { type: 'text[]' },
};

const preview = ({ id, owner: { token } }: OwnTable, method: string, path: string, json?: unknown) =>
  call<Preview>(
    method,
    `/tables/${id}${path}?dry_run=true`,
    json === undefined ? { token } : { token, json },
  );

/** The SQL that creates the table again, without its name. */
async function definitionOf({ id, name, owner }: OwnTable): Promise<string> {
  const { body } = await call<{ sql: string }>('GET', `/tables/${id}/sql`, { token: owner.token });
  return body.sql.replaceAll(name, 'T');
}

const versionOf = ({ id }: OwnTable) => value('select version from selfdb.tables where id = $1', [id]);

it('the SQL of a new table makes the same table as the call without dry_run', async () => {
  const owner = await createPerson();
  const name = newName();
  const json = { name, table_schema: COLUMNS, description: 'x', realtime_enabled: true };
  let shown: Preview | undefined;
  const requests = await gatewayRequests(async () => {
    const { status, body } = await call<Preview>('POST', '/tables?dry_run=true', {
      token: owner.token,
      json,
    });
    expect(status).toBe(200);
    shown = body;
  });
  expect(requests).toBe(1);
  expect(shown?.statements[0]).toBe(
    [
      `create table public."${name}" (`,
      '  "id" uuid default uuidv7(),',
      `  "title" text not null default 'it''s',`,
      '  "n" text,',
      '  "tags" text[],',
      '  "created_at" timestamp with time zone not null default now(),',
      '  "updated_at" timestamp with time zone not null default now(),',
      '  primary key ("id")',
      ')',
    ].join('\n'),
  );
  expect(await value('select to_regclass($1)', [`public.${name}`])).toBeNull();
  await asSqlRole((shown?.statements ?? []).join(';'));
  const byHand = await adoptTable(name, { owner });
  expect(await definitionOf(byHand)).toBe(await definitionOf(await createTable(COLUMNS, { owner })));
});

describe.each([
  ['PATCH', '/columns/n', { type: 'integer', default: 5, nullable: false, new_name: 'm' }],
  ['PATCH', '/columns/updated_at', { new_name: 'changed_at' }],
  ['POST', '/columns', { name: 'o"x', type: 'varchar(9)', default: 'a', unique: true }],
  ['DELETE', '/columns/tags', undefined],
  ['DELETE', '/columns/updated_at', undefined],
  ['POST', '/indexes', { columns: ['title', 'n'], unique: true }],
  ['POST', '/indexes', { columns: ['tags'], method: 'gin' }],
])('%s %s %j', (method, path, json) => {
  it('changes nothing, and its SQL does what the call does', async () => {
    const [table, twin] = [await createTable(COLUMNS), await createTable(COLUMNS)];
    await insert(table, { title: 'a', n: '1' });
    const before = await definitionOf(table);
    const { status, body } = await preview(table, method, path, json);
    expect([status, body.statements.length > 0]).toEqual([200, true]);
    expect(body.statements.join('\n')).not.toMatch(/selfdb_api\.(?!touch_updated_at)/);
    expect([await definitionOf(table), await versionOf(table)]).toEqual([before, '1']);
    await asSqlRole(body.statements.join(';'));
    const { token } = twin.owner;
    await insert(twin, { title: 'a', n: '1' });
    const done = await call(
      method,
      `/tables/${twin.id}${path}`,
      json === undefined ? { token } : { token, json },
    );
    expect(done.status).toBeLessThan(300);
    expect(await definitionOf(table)).toBe(await definitionOf(twin));
    expect(await definitionOf(table)).not.toBe(before);
  });
});

it('shows that a table is renamed or dropped, and that other fields need no SQL', async () => {
  const table = await createTable({});
  const name = newName();
  const { body: renamed } = await preview(table, 'PATCH', '', { name, description: 'x' });
  expect(renamed).toEqual({ statements: [`alter table public."${table.name}" rename to "${name}"`] });
  expect((await preview(table, 'PATCH', '', { access: 'public' })).body).toEqual({ statements: [] });
  const { body: dropped } = await preview(table, 'DELETE', '');
  expect(dropped).toEqual({ statements: [`drop table public."${table.name}"`] });
  const { body: kept } = await call('GET', `/tables/${table.id}`, { token: table.owner.token });
  expect(kept).toEqual(table.table);
});

it('refuses what the change itself would refuse', async () => {
  const table = await createTable({ n: { type: 'text' }, m: { type: 'text', unique: true } });
  await insert(table, { n: 'not a number', m: 'x' });
  await createTable({ other: { type: 'text', references: `${table.name}.m` } }, { owner: table.owner });
  await rows(`create view public.v_${table.name} as select n from public.${table.name}`);
  for (const [status, method, path, json] of [
    [409, 'PATCH', '', { name: `v_${table.name}` }],
    [409, 'DELETE', '', undefined],
    [409, 'DELETE', '/columns/n', undefined],
    [409, 'DELETE', '/columns/m', undefined],
    [409, 'DELETE', '/columns/id', undefined],
    [404, 'DELETE', '/columns/none', undefined],
    [409, 'PATCH', '/columns/m', { type: 'integer' }],
    [409, 'PATCH', '/columns/m', { new_name: 'n' }],
    [409, 'POST', '/columns', { name: 'n', type: 'text' }],
    [422, 'POST', '/columns', { name: 'x', type: 'no_such_type' }],
    [422, 'POST', '/columns', { name: 'x', type: 'uuid', references: 'no_such_table' }],
    [409, 'POST', '/indexes', { columns: ['n'], name: table.name }],
    [422, 'POST', '/indexes', { columns: ['none'] }],
    [404, 'DELETE', '/indexes/none', undefined],
  ] as const) {
    const dry = await preview(table, method, path, json);
    expect([method, path, dry.status], dry.text).toEqual([method, path, status]);
    const { token } = table.owner;
    const real = await call(method, `/tables/${table.id}${path}`, json ? { token, json } : { token });
    expect([method, path, real.status], real.text).toEqual([method, path, status]);
  }
  const taken = { name: table.name, table_schema: {} };
  const again = await call('POST', '/tables?dry_run=true', { token: table.owner.token, json: taken });
  expect(again.status).toBe(409);
});

it('waits for no lock of the table', async () => {
  const table = await createTable({ n: { type: 'text' } });
  await expect(
    duringTransaction([`lock table public.${table.name} in row exclusive mode`], async () => {
      const answer = await preview(table, 'PATCH', '/columns/n', { type: 'integer' });
      expect(answer.status).toBe(200);
    }),
  ).rejects.toThrow('nothing waited');
});

it('counts up no sequence that a default uses', async () => {
  const table = await createTable({ n: { type: 'integer' } });
  const sequence = `public.s_${table.name}`;
  await asSqlRole(`create sequence ${sequence};
    alter table public.${table.name} alter column n set default nextval('${sequence}')`);
  expect((await preview(table, 'PATCH', '/columns/n', { type: 'bigint' })).status).toBe(200);
  expect(await value(`select is_called from ${sequence}`)).toBe(false);
});

it('is for the owner and administrators, with a session that is alive', async () => {
  const table = await createTable({ n: { type: 'text' } }, { public: true });
  const stranger = { ...table, owner: await createPerson() };
  expect((await preview(stranger, 'DELETE', '')).status).toBe(403);
  await rows('update selfdb.sessions set revoked_at = now() where user_id = $1', [table.owner.userId]);
  expect((await preview(table, 'DELETE', '')).status).toBe(401);
  const json = { name: newName(), table_schema: {} };
  expect((await call('POST', '/tables?dry_run=true', { token: table.owner.token, json })).status).toBe(401);
});
