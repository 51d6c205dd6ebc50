import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { adoptTable, insert, newName, type OwnTable, type Row } from '../testing/tables.ts';

const length = 10_000;
/** Every number below `length` once, in mixed order. */
const shuffled = Array.from({ length }, (_, i) => (i * 7919) % length);

async function create(definition: string): Promise<OwnTable> {
  const name = newName();
  await rows(`set search_path = public; ${definition.replace(/\bT(?=\b|_)/g, name)}`);
  return adoptTable(name);
}

/** Changes the key, so that the rows of a group have it in the opposite order. */
const CHANGES_KEYS = `create function T_f() returns trigger language plpgsql as $$ begin
    new.code := 'k' || (20000 - new.n); return new; end $$;
  create trigger f before insert on T for each row execute function T_f()`;

it.each([
  ['', {}],
  ['', { on_conflict: 'code' }],
  [CHANGES_KEYS, {}],
  [CHANGES_KEYS, { on_conflict: 'code' }],
])('10,000 rows are returned in their order: %s %j', async (trigger, query) => {
  const table = await create(
    `create table T (id serial, code text primary key, n int, t text default 'd'); ${trigger}`,
  );
  const input = shuffled.map((n) => (n % 3 ? { code: `c${n}`, n } : { code: `c${n}`, n, t: 'x' }));
  const inserted = await insert<Row[]>(table, input, query as Record<string, string>);
  expect([inserted.status, inserted.body.map(({ n }) => n)]).toEqual([201, shuffled]);
  if (!('on_conflict' in query)) return;
  const again = shuffled.toReversed();
  const { status, body } = await insert<Row[]>(
    table,
    again.map((n) => (n % 2 ? { code: `c${n}`, n } : { code: `c${n}`, n, t: 'y' })),
    query,
  );
  expect([status, body.map(({ n }) => n)]).toEqual([201, again]);
  expect(body.map(({ t }) => t)).toEqual(again.map((n) => (n % 2 ? (n % 3 ? 'd' : 'x') : 'y')));
});

it('identities of an insert rise in the order of the rows', async () => {
  const table = await create(`create table T (id int generated always as identity primary key, n int)`);
  const { body } = await insert<Row[]>(
    table,
    shuffled.slice(0, 500).map((n) => ({ n })),
  );
  expect(body.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
});

it('10,000 partial rows are returned in their order', async () => {
  const table = await create(`create table T (code int primary key, must text not null, n int)`);
  await insert(
    table,
    shuffled.map((code) => ({ code, must: 'x' })),
  );
  const { status, body } = await insert<Row[]>(
    table,
    shuffled.map((code) => ({ code, n: code })),
    {
      on_conflict: 'code',
    },
  );
  expect([status, body.map(({ n }) => n)]).toEqual([201, shuffled]);
});

it('two rows that a trigger gives one key are 409', async () => {
  const table = await create(`create table T (code text primary key, n int);
    create function T_f() returns trigger language plpgsql as $$ begin new.code := lower(new.code); return new; end $$;
    create trigger f before insert on T for each row execute function T_f()`);
  const { status, body } = await insert<Problem>(table, [{ code: 'a' }, { code: 'A' }], {
    on_conflict: 'code',
  });
  expect([status, body.detail]).toEqual([409, 'Two of the rows have the same key.']);
});

it("a row's values are set in that row, even when a trigger changes its key", async () => {
  const table = await create(`create table T (code text primary key, n int, t text);
    create function T_f() returns trigger language plpgsql as $$ begin new.code := lower(new.code); return new; end $$;
    create trigger f before insert on T for each row execute function T_f()`);
  await insert(table, [
    { code: 'a', n: 1, t: 'x' },
    { code: 'b', n: 2, t: 'y' },
  ]);
  const { body } = await insert<Row[]>(
    table,
    [
      { code: 'B', t: 'Y' },
      { code: 'A', n: 5 },
    ],
    { on_conflict: 'code' },
  );
  expect(body).toEqual([
    { code: 'b', n: 2, t: 'Y' },
    { code: 'a', n: 5, t: 'x' },
  ]);
});
