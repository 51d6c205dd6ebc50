import type { Problem } from '@selfdb/server/testing/client';
import { duringTransaction, rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, contents, insert, newName, type OwnTable, type Row } from '../testing/tables.ts';

/** A table T with a log T_log, and functions T_skip, which skips and logs rows with n < 0, and T_soft. */
async function create(more: string, columns = '(id int primary key, n int, t text)'): Promise<OwnTable> {
  const name = newName();
  const definition = `create table T ${columns}; create table T_log (id int);
    create function T_skip() returns trigger language plpgsql set search_path = public as $$ begin
      if new.n < 0 then insert into T_log values (new.id); return null; end if; return new; end $$;
    create function T_never() returns trigger language plpgsql as $$ begin return null; end $$;
    create function T_soft() returns trigger language plpgsql set search_path = public as $$ begin
      update T set n = 0 where id = old.id; return null; end $$; ${more}`;
  await rows(`set search_path = public; ${definition.replace(/\bT(?=\b|_)/g, name)}`);
  return adoptTable(name);
}

const send = (table: OwnTable, method: string, path: string, json?: unknown) =>
  call<Row & Problem>(method, `/tables/${table.id}/data${path}`, {
    token: table.owner.token,
    ...(json === undefined ? {} : { json }),
  });

const ofOne = [409, 'row_skipped', 'A trigger of the table skipped the row. Nothing was changed.'];
const ofIndex = (index: number) => [
  409,
  'row_skipped',
  `A trigger of the table skipped the row at index ${index}. Nothing was changed.`,
];

describe('an insert of which a trigger skips rows', () => {
  const onInsert = 'create trigger skip before insert on T for each row execute function T_skip()';

  it.each<[string, unknown, unknown[]]>([
    ['a row', { id: 1, n: -1 }, ofOne],
    ['the only row of an array', [{ id: 1, n: -1 }], ofIndex(0)],
    [
      'one of several',
      [
        { id: 1, n: 1 },
        { id: 2, n: 2 },
        { id: 3, n: -1 },
        { id: 4, n: 1 },
      ],
      ofIndex(2),
    ],
    [
      'the last, of rows that differ',
      [
        { id: 1, n: 1, t: 'x' },
        { id: 2, n: -2 },
      ],
      ofIndex(1),
    ],
  ])('is refused as a whole: %s', async (_, input, expected) => {
    const table = await create(onInsert);
    for (const query of [{}, { on_conflict: 'id' }]) {
      const { status, body } = await insert<Problem>(table, input, query as Record<string, string>);
      expect([status, body.code, body.detail]).toEqual(expected);
    }
    expect(await contents(table.name)).toEqual([]);
    expect(await contents(`${table.name}_log`)).toEqual([]);
  });

  it('is refused if rows name no column', async () => {
    const table = await create(
      'create trigger never before insert on T for each row execute function T_never()',
      '(id serial primary key, n int)',
    );
    for (const input of [{}, [{}, {}]]) {
      const { status, body } = await insert<Problem>(table, input);
      expect([status, body.code]).toEqual([409, 'row_skipped']);
    }
  });

  it('is refused if a partition skips the row', async () => {
    const table = await create(
      `create table T_a partition of T for values in (1); create table T_b partition of T for values in (2);
       create trigger never before insert on T_b for each row execute function T_never()`,
      '(id int, n int, primary key (id, n)) partition by list (n)',
    );
    const { status, body } = await insert<Problem>(table, [
      { id: 1, n: 1 },
      { id: 1, n: 2 },
    ]);
    expect([status, body.code, body.detail]).toEqual(ofIndex(1));
    expect(await contents(table.name)).toEqual([]);
  });

  it('of others is done', async () => {
    const table = await create(onInsert);
    expect(
      (
        await insert(table, [
          { id: 1, n: 1 },
          { id: 2, n: null },
        ])
      ).body,
    ).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect((await insert(table, { id: 3 })).status).toBe(201);
    expect((await insert(table, [])).text).toBe('[]');
  });
});

describe('an upsert of which a trigger skips rows', () => {
  it('is refused as a whole if an update is skipped', async () => {
    const table = await create(
      'create trigger skip before update on T for each row execute function T_skip()',
    );
    await insert(table, [
      { id: 1, n: 1 },
      { id: 2, n: -2 },
    ]);
    const input = [
      { id: 3, n: 3 },
      { id: 2, n: -2 },
      { id: 1, n: 9 },
    ];
    const { status, body } = await insert<Problem>(table, input, { on_conflict: 'id' });
    expect([status, body.code, body.detail]).toEqual(ofIndex(1));
    expect(await contents(table.name)).toMatchObject([
      { id: 1, n: 1 },
      { id: 2, n: -2 },
    ]);
  });

  it('is refused for a partial row too', async () => {
    const table = await create(
      'create trigger skip before update on T for each row execute function T_skip()',
      '(id int primary key, n int, t text not null)',
    );
    await insert(table, { id: 1, n: 1, t: 'x' });
    const { status, body } = await insert<Problem>(table, { id: 1, n: -1 }, { on_conflict: 'id' });
    expect([status, body.code, body.detail]).toEqual(ofOne);
    expect(await contents(table.name)).toEqual([{ id: 1, n: 1, t: 'x' }]);
  });
});

describe('a change that a trigger skips', () => {
  it.each([
    ['PATCH', 'update', 'T_never', { n: 5 }],
    ['DELETE', 'delete', 'T_never', undefined],
    ['PATCH', 'update', 'T_skip', { n: -5 }],
    ['DELETE', 'delete', 'T_soft', undefined],
  ])(
    'of one row is 409 and changes nothing, and by filter is counted: %s, %s, %s',
    async (method, event, does, json) => {
      const table = await create(`insert into T values (1, 1);
      create trigger skip before ${event} on T for each row execute function ${does}()`);
      const one = await send(table, method, '/1', json);
      expect([one.status, one.body.code, one.body.detail]).toEqual(ofOne);
      expect(await contents(table.name)).toEqual([{ id: 1, n: 1, t: null }]);
      expect(await contents(`${table.name}_log`)).toEqual([]);
      expect((await send(table, method, '/2', json)).status).toBe(404);
      const many = await send(table, method, '?filter={"id":1}', json);
      expect([many.status, many.body.count]).toEqual([200, 0]);
    },
  );

  it('is 409 if the partition that the row would move to skips it', async () => {
    const table = await create(
      `create table T_a partition of T for values in (1); create table T_b partition of T for values in (2);
       create unique index on T_a (id); insert into T values (1, 1);
       create trigger never before insert on T_b for each row execute function T_never()`,
      '(id int, n int, t text unique, unique (n)) partition by list (n)'.replace('t text unique', 't text'),
    );
    const { status, body } = await send(table, 'PATCH', '/1?id_column=n', { n: 2 });
    expect([status, body.code, body.detail]).toEqual(ofOne);
    expect(await contents(table.name)).toEqual([{ id: 1, n: 1, t: null }]);
  });

  it('is 404 if another request deletes the row meanwhile', async () => {
    const table = await create(`insert into T values (1, 1)`);
    const answers = await duringTransaction([`delete from public.${table.name} where id = 1`], () =>
      Promise.all([send(table, 'PATCH', '/1', { n: 2 }), send(table, 'DELETE', '/1')]),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});

it.each([
  'create rule r as on insert to T do instead nothing',
  'create rule r as on insert to T where new.n < 0 do instead nothing',
  'create rule r as on insert to T do instead insert into T_log values (new.id)',
])('an insert that a rule replaces is refused: %s', async (rule) => {
  const table = await create(rule);
  for (const input of [{ id: 1, n: -1 }, [{ id: 1, n: -1 }]]) {
    const { status, body } = await insert<Problem>(table, input);
    expect([status, body.code]).toEqual([422, 'validation_error']);
  }
  expect(await contents(table.name)).toEqual([]);
});
