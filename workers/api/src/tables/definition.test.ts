import { rows, value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';
import { adoptTable, createTable, newName, type OwnTable } from '../testing/tables.ts';

type Part = 'indexes' | 'relationships' | 'sql';

const read = <T>({ id, owner }: OwnTable, part: Part, token: string | undefined = owner.token) =>
  call<T>('GET', `/tables/${id}/${part}`, { token });

interface Relationship {
  direction: string;
  table: string;
  referenced_table: string;
  referenced_table_id: string | null;
}

describe('the indexes of a table', () => {
  it('include those of constraints, in one round trip', async () => {
    const name = newName();
    await rows(`create table public.${name} (id uuid primary key, "Wide Name" text unique, n int, m int);
      create index ${name}_n on public.${name} using hash (n) where m > 5;
      create unique index ${name}_e on public.${name} (lower("Wide Name"), n desc) include (m)`);
    const table = await adoptTable(name);
    const requests = await gatewayRequests(async () => {
      const { status, body } = await read(table, 'indexes');
      expect(status).toBe(200);
      expect(body).toEqual([
        index(name, 'pkey', { columns: ['id'], unique: true, primary: true }),
        index(name, 'Wide Name_key', { columns: ['Wide Name'], unique: true }),
        index(name, 'e', { columns: [null, 'n'], include: ['m'], unique: true }),
        index(name, 'n', { columns: ['n'], method: 'hash', predicate: '(m > 5)' }),
      ]);
    });
    expect(requests).toBe(1);
  });

  function index(table: string, name: string, more: Record<string, unknown>) {
    return {
      name: `${table}_${name}`,
      include: [],
      unique: false,
      primary: false,
      valid: true,
      method: 'btree',
      predicate: null,
      definition: expect.stringMatching(/^CREATE (UNIQUE )?INDEX /),
      ...more,
    };
  }
});

describe('the relationships of a table', () => {
  it('are its own foreign keys, and those of tables that the caller may read', async () => {
    const owner = await createPerson();
    const parent = await createTable({ code: { type: 'int', unique: true } }, { owner, public: true });
    const open = await createTable(
      { p: { type: 'int', references: { table: parent.name, column: 'code', on_delete: 'cascade' } } },
      { owner, public: true },
    );
    const secret = await createTable({ p: { type: 'int', references: `${parent.name}.code` } }, { owner });
    const outgoing = await read<Relationship[]>(open, 'relationships');
    expect(outgoing.body).toEqual([
      {
        name: `${open.name}_p_fkey`,
        direction: 'outgoing',
        table: open.name,
        table_id: open.id,
        columns: ['p'],
        referenced_table: parent.name,
        referenced_table_id: parent.id,
        referenced_columns: ['code'],
        on_update: 'no action',
        on_delete: 'cascade',
        deferrable: false,
        initially_deferred: false,
        validated: true,
      },
    ]);
    const incoming = async (token: string | undefined) =>
      (
        await call<Relationship[]>('GET', `/tables/${parent.id}/relationships`, token ? { token } : {})
      ).body.map(({ direction, table }) => [direction, table]);
    const [both, one] = [
      [open, secret].map(({ name }) => ['incoming', name]).sort(),
      [['incoming', open.name]],
    ];
    expect((await incoming(owner.token)).sort()).toEqual(both);
    expect((await incoming((await createAdmin()).token)).sort()).toEqual(both);
    expect(await incoming((await createPerson()).token)).toEqual(one);
    expect(await incoming(undefined)).toEqual(one);
  });

  it('name a table that the caller may not read as the columns do, without its id', async () => {
    const owner = await createPerson();
    const parent = await createTable({}, { owner });
    const child = await createTable(
      { p: { type: 'uuid', references: parent.name } },
      { owner, public: true },
    );
    const { body } = await call<Relationship[]>('GET', `/tables/${child.id}/relationships`);
    expect(body).toMatchObject([{ referenced_table: parent.name, referenced_table_id: null }]);
  });

  it('of a table to itself are listed in both directions', async () => {
    const name = newName();
    const table = await createTable({ parent: { type: 'uuid', references: name } }, { name });
    const { body } = await read<Relationship[]>(table, 'relationships');
    expect(body.map(({ direction }) => direction)).toEqual(['outgoing', 'incoming']);
  });
});

/** Creates the table again from its statements. Returns its descriptions before and after. */
async function remade(table: OwnTable): Promise<[before: unknown, after: unknown, sql: string]> {
  const { status, body, text } = await read<{ sql: string }>(table, 'sql');
  if (status !== 200) throw new Error(text);
  const state = () =>
    value(
      `select jsonb_build_object(
        'columns', selfdb.describe_columns($1::regclass)::jsonb,
        'indexes', selfdb.describe_indexes($1::regclass)::jsonb,
        'sql', selfdb.table_sql($1::regclass, true))`,
      [`public."${table.name}"`],
    );
  const before = await state();
  await rows(`drop table public."${table.name}" cascade; ${body.sql}`);
  return [before, await state(), body.sql];
}

describe('the statements of a table', () => {
  it('recreate a table of the API', async () => {
    const parent = await createTable({ code: { type: 'varchar(10)', unique: true } });
    const table = await createTable(
      {
        id: { type: 'bigserial' },
        "it's": { type: 'text[]', default: ["'", '\\'], nullable: false },
        at: { type: 'timestamptz(3)', default: 'now()' },
        price: { type: 'numeric(10,2)', unique: true, default: '1.50' },
        parent: { type: 'varchar(10)', references: `${parent.name}.code` },
      },
      { owner: parent.owner },
    );
    const [before, after] = await remade(table);
    expect(after).toEqual(before);
  });

  it('recreate everything that SQL can define in a table', async () => {
    const name = newName();
    await rows(`
      create type public.${name}_mood as enum ('sad', 'glad');
      create function public.${name}_touch() returns trigger language plpgsql as 'begin return new; end';
      create unlogged table public."${name}" (
        id serial primary key,
        n bigint generated always as identity (start with 7 increment by 3 cycle) unique,
        mood public.${name}_mood[] default '{sad}',
        "Wide ""Name" text collate "C" not null check (length("Wide ""Name") > 1),
        doubled bigint generated always as (length("Wide ""Name") * 2) stored,
        gone int, span daterange, price numeric(7,-2) default 100,
        parent int references public."${name}" on delete cascade deferrable initially deferred,
        exclude using gist (span with &&),
        unique nulls not distinct (span, price) include (mood)
      ) with (fillfactor = 70);
      create index on public."${name}" (lower("Wide ""Name") desc nulls last) where n > 5;
      create statistics public.${name}_stats on n, price from public."${name}";
      comment on table public."${name}" is 'it''s ; a \\ table';
      comment on column public."${name}".n is E'two\\nlines';
      create trigger touch before update of price on public."${name}" for each row when (old.n > 5)
        execute function public.${name}_touch('x');
      alter table public."${name}" enable row level security;
      create policy mine on public."${name}" as restrictive for select to public using (n > 5);
      alter table public."${name}" alter column price set not null, drop column gone;
      alter table public."${name}" disable trigger touch`);
    const [before, after, sql] = await remade(await adoptTable(name));
    expect(after).toEqual(before);
    for (const part of [
      'CREATE SEQUENCE',
      'CREATE POLICY',
      'CREATE TRIGGER',
      'COMMENT ON',
      'CREATE STATISTICS',
    ])
      expect(sql).toContain(part);
  });

  it('recreate what is defined besides columns', async () => {
    const name = newName();
    const isNamed = Number(await value("select current_setting('server_version_num')")) >= 180000;
    await rows(`
      create table public."${name}" (id int primary key, a text constraint "A is there" not null, b int, c text);
      alter table public."${name}" alter a set storage external, alter b set statistics 50,
        add constraint small check (b < 10) not valid, replica identity full;
      create index "${name} I" on public."${name}" (b);
      create rule quiet as on delete to public."${name}" where old.b > 5 do instead nothing;
      create rule off as on delete to public."${name}" do also notify x;
      alter table public."${name}" disable rule off;
      comment on constraint small on public."${name}" is 'it''s small';
      comment on index public."${name} I" is 'an index';
      comment on rule quiet on public."${name}" is 'a rule'`);
    if (isNamed) {
      await rows(`alter table public."${name}" add constraint "C later" not null c no inherit not valid`);
    }
    const [before, after, sql] = await remade(await adoptTable(name));
    expect(after).toEqual(before);
    for (const part of [
      'ALTER COLUMN a SET STORAGE EXTERNAL',
      'ALTER COLUMN b SET STATISTICS 50',
      'REPLICA IDENTITY FULL',
      'CHECK ((b < 10)) NOT VALID',
      'CREATE RULE quiet',
      'DISABLE RULE off',
      `COMMENT ON CONSTRAINT small ON public.${name} IS 'it''s small'`,
      `COMMENT ON INDEX public."${name} I" IS 'an index'`,
      `COMMENT ON RULE quiet ON public.${name} IS 'a rule'`,
      ...(isNamed ? ['CONSTRAINT "A is there" NOT NULL', '"C later" NOT NULL c NO INHERIT NOT VALID'] : []),
    ])
      expect(sql).toContain(part);
  });

  it('recreate a partitioned table with its partitions', async () => {
    const name = newName();
    await rows(`create table public."${name}" (id int, at date not null, primary key (id, at)) partition by range (at);
      create table public."${name}_a" partition of public."${name}" for values from ('2020-01-01') to ('2021-01-01')
        partition by list (id);
      create table public."${name}_b" partition of public."${name}_a" for values in (1, 2);
      create table public."${name}_c" partition of public."${name}" default;
      create index "${name} ON ONLY x" on public."${name}" (at)`);
    const [before, after, sql] = await remade(await adoptTable(name));
    expect(after).toEqual(before);
    expect(sql.match(/PARTITION OF/g)).toHaveLength(3);
    expect(sql).toContain(`INDEX "${name} ON ONLY x" ON public.`);
  });

  it('recreate a table that inherits', async () => {
    const [parent, name] = [newName(), newName()];
    await rows(`create table public."${parent}" (a int not null check (a > 0), b text);
      create table public."${name}" (c int unique) inherits (public."${parent}")`);
    const [before, after] = await remade(await adoptTable(name));
    expect(after).toEqual(before);
  });

  it('include triggers, policies and rules only for callers who may change the table', async () => {
    const table = await createTable({}, { public: true });
    await rows(`create policy mine on public."${table.name}" using (true);
      create rule mine as on delete to public."${table.name}" do also notify x;
      comment on rule mine on public."${table.name}" is 'private'`);
    for (const [token, isOwner] of [
      [table.owner.token, true],
      [(await createAdmin()).token, true],
      [(await createPerson()).token, false],
    ] as const) {
      const { sql } = (await read<{ sql: string }>(table, 'sql', token)).body;
      const parts = ['CREATE TABLE', 'selfdb_touch', 'POLICY', 'CREATE RULE', 'private'];
      expect(parts.map((part) => sql.includes(part))).toEqual([true, isOwner, isOwner, isOwner, isOwner]);
    }
  });

  it('are read for a table of any width', async () => {
    const name = newName();
    const columns = Array.from({ length: 1590 }, (_, i) => `c${i} int default ${i} check (c${i} >= 0)`);
    await rows(`create table public."${name}" (${columns.join(', ')})`);
    const table = await adoptTable(name);
    const { status, body } = await read<{ sql: string }>(table, 'sql');
    expect([status, body.sql.match(/DEFAULT/g)?.length]).toEqual([200, 1590]);
  });
});

it('a table that does not exist has no definition', async () => {
  const { token } = await createPerson();
  for (const part of ['indexes', 'relationships', 'sql'])
    expect(
      (await call('GET', `/tables/018f0000-0000-7000-8000-000000000001/${part}`, { token })).status,
    ).toBe(404);
});
