import type { Problem } from '@selfdb/server/testing/client';
import type { Person } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';
import { createTable, insert, newName } from '../testing/tables.ts';

const create = (owner: Person, column: unknown) =>
  call<Table & Problem>('POST', '/tables', {
    token: owner.token,
    json: { name: newName(), table_schema: { p: column } },
  });

describe('a reference', () => {
  it.each<[string, (name: string) => unknown, { column: string; on_delete: string }]>([
    ['by table', (name) => name, { column: 'id', on_delete: 'no action' }],
    ['by table and column', (name) => `${name}.id`, { column: 'id', on_delete: 'no action' }],
    ['by table (column)', (name) => `${name}(Wide "Key")`, { column: 'Wide "Key"', on_delete: 'no action' }],
    ['as an object', (name) => ({ table: name }), { column: 'id', on_delete: 'no action' }],
    [
      'as an object with all',
      (name) => ({ table: name, column: 'Wide "Key"', on_delete: 'cascade' }),
      { column: 'Wide "Key"', on_delete: 'cascade' },
    ],
    [
      'that sets null',
      (name) => ({ table: name, on_delete: 'set null' }),
      { column: 'id', on_delete: 'set null' },
    ],
    [
      'that restricts',
      (name) => ({ table: name, on_delete: 'restrict' }),
      { column: 'id', on_delete: 'restrict' },
    ],
    [
      'that sets default',
      (name) => ({ table: name, on_delete: 'set default' }),
      { column: 'id', on_delete: 'set default' },
    ],
  ])('%s is kept and shown', async (_form, references, shown) => {
    const parent = await createTable({
      id: { type: 'integer' },
      'Wide "Key"': { type: 'integer', unique: true },
    });
    const { status, body } = await create(parent.owner, {
      type: 'integer',
      references: references(parent.name),
    });
    expect([status, body.table_schema?.p?.references]).toEqual([201, { table: parent.name, ...shown }]);
    const added = await call<Table>('POST', `/tables/${body.id}/columns`, {
      token: parent.owner.token,
      json: { name: 'q', type: 'integer', references: references(parent.name) },
    });
    expect(added.body.table_schema.q?.references).toEqual({ table: parent.name, ...shown });
  });

  it('accepts on_delete in upper or lower case', async () => {
    const parent = await createTable({});
    const references = { table: parent.name, on_delete: 'Set NULL' };
    const { body } = await create(parent.owner, { type: 'uuid', references });
    expect(body.table_schema.p?.references?.on_delete).toBe('set null');
  });

  it.each<[unknown, string[], string]>([
    [{ table: 'p', bogus: 1 }, ['bogus'], 'unknown_field'],
    [{ table: 'p', on_delete: 'vanish' }, ['on_delete'], 'invalid_value'],
    [{ table: 'P' }, ['table'], 'invalid_format'],
    [{}, ['table'], 'invalid_type'],
    [{ table: 'p', column: '' }, ['column'], 'too_small'],
    ['p.', [], 'invalid_format'],
    [5, [], 'invalid_union'],
  ])('%j is refused with the name of its field', async (references, path, type) => {
    const table = await createTable({});
    const created = await create(table.owner, { type: 'uuid', references });
    const added = await call<Problem>('POST', `/tables/${table.id}/columns`, {
      token: table.owner.token,
      json: { name: 'p', type: 'uuid', references },
    });
    for (const [{ status, body }, place] of [
      [created, ['body', 'table_schema', 'p']],
      [added, ['body']],
    ] as const) {
      expect(status).toBe(422);
      expect(body.detail).toEqual([
        { loc: [...place, 'references', ...path], type, msg: expect.not.stringMatching(/^Invalid input$/) },
      ]);
    }
  });

  it('to a table whose name needs quotes is shown without them', async () => {
    const [admin, name] = [await createAdmin(), newName('Cap "q"')];
    const quoted = name.replaceAll('"', '""');
    await rows(`create table public."${quoted}" (id int primary key)`);
    const { body } = await create(admin, { type: 'integer' });
    await rows(`alter table public.${body.name} add foreign key (p) references public."${quoted}"`);
    const { body: shown } = await call<Table>('GET', `/tables/${body.id}`, { token: admin.token });
    expect(shown.table_schema.p?.references).toEqual({ table: name, column: 'id', on_delete: 'no action' });
  });

  it('deletes with its parent when it cascades', async () => {
    const parent = await createTable({ id: { type: 'integer' } });
    const references = { table: parent.name, on_delete: 'cascade' };
    const child = await createTable({ p: { type: 'integer', references } }, { owner: parent.owner });
    await insert(parent, { id: 1 });
    await insert(child, { p: 1 });
    const { token } = parent.owner;
    expect((await call('DELETE', `/tables/${parent.id}/data/1`, { token })).status).toBe(200);
    expect((await call<Table>('GET', `/tables/${child.id}`, { token })).body.row_count).toBe(0);
  });

  it('may refer to the table itself', async () => {
    const [owner, name] = [await createPerson(), newName()];
    const json = {
      name,
      table_schema: { id: { type: 'integer' }, parent: { type: 'integer', references: name } },
    };
    const { status, body } = await call<Table>('POST', '/tables', { token: owner.token, json });
    expect([status, body.table_schema?.parent?.references?.table]).toEqual([201, name]);
    const path = `/tables/${body.id}/columns`;
    const added = { name: 'boss', type: 'integer', references: `${name}.id` };
    expect((await call('POST', path, { token: owner.token, json: added })).status).toBe(200);
  });

  it.each<[string, (name: string) => string, string]>([
    ['to a column that is not there', (name) => `${name}.nope`, 'has no such column'],
    ['to a column that is not unique', (name) => `${name}.note`, 'must name a unique column'],
    ['of another type', (name) => `${name}.code`, 'different types'],
    ['to a table that is not there', () => 'no_such_table', 'no table "no_such_table"'],
  ])('%s is 422 and names its field', async (_what, to, says) => {
    const parent = await createTable({ note: { type: 'integer' }, code: { type: 'text', unique: true } });
    const other = await createTable({ id: { type: 'integer' } }, { owner: parent.owner });
    const { token } = parent.owner;
    const wrong = { type: 'integer', references: to(parent.name) };
    const table_schema = {
      good: { type: 'integer', references: other.name },
      wrong,
      plain: { type: 'text' },
    };
    const json = { name: newName(), table_schema };
    const issue = { msg: expect.stringContaining(says), type: 'reference' };
    const created = await call<Problem>('POST', '/tables', { token, json });
    expect([created.status, created.body.detail]).toEqual([
      422,
      [{ loc: ['body', 'table_schema', 'wrong', 'references'], ...issue }],
    ]);
    const added = await call<Problem>('POST', `/tables/${other.id}/columns`, {
      token,
      json: { name: 'wrong', ...wrong },
    });
    expect([added.status, added.body.detail]).toEqual([422, [{ loc: ['body', 'references'], ...issue }]]);
  });

  it('of several that are equal, all are named, and ambiguous ones are not', async () => {
    const parent = await createTable({ note: { type: 'integer' }, other: { type: 'integer' } });
    const to = (column: string) => ({ type: 'integer', references: `${parent.name}.${column}` });
    for (const [second, locs] of [
      [
        'note',
        [
          ['body', 'table_schema', 'a', 'references'],
          ['body', 'table_schema', 'b', 'references'],
        ],
      ],
      ['other', [['body']]],
    ] as const) {
      const json = { name: newName(), table_schema: { a: to('note'), b: to(second) } };
      const { status, body } = await call<Problem>('POST', '/tables', { token: parent.owner.token, json });
      expect([status, body.detail]).toEqual([422, locs.map((loc) => expect.objectContaining({ loc }))]);
    }
  });
});

describe('a referenced table', () => {
  it('must belong to the caller, unless the caller is an ADMIN; others seem not to exist', async () => {
    const [closed, open] = [await createTable({}), await createTable({}, { public: true })];
    const [stranger, admin] = [await createPerson(), await createAdmin()];
    const refused = await create(stranger, { type: 'uuid', references: closed.name });
    const missing = await create(stranger, { type: 'uuid', references: 'no_such_table' });
    expect([refused.status, missing.status]).toEqual([422, 422]);
    expect(JSON.stringify(refused.body.detail).replaceAll(closed.name, 'no_such_table')).toBe(
      JSON.stringify(missing.body.detail),
    );
    // Even if it is public: the reference would remain when it becomes private, reveal its values and block its owner's deletes.
    expect((await create(stranger, { type: 'uuid', references: open.name })).status).toBe(422);
    expect((await create(admin, { type: 'uuid', references: closed.name })).status).toBe(201);
    const own = await createTable({}, { owner: stranger });
    const json = { name: 'q', type: 'uuid', references: closed.name };
    expect((await call('POST', `/tables/${own.id}/columns`, { token: stranger.token, json })).status).toBe(
      422,
    );
  });

  it('may have just been created with SQL, for an ADMIN', async () => {
    const [admin, stranger, name] = [await createAdmin(), await createPerson(), newName()];
    await rows(`create table public.${name} (id int primary key)`);
    expect((await create(stranger, { type: 'integer', references: name })).status).toBe(422);
    expect((await create(admin, { type: 'integer', references: name })).status).toBe(201);
  });
});
