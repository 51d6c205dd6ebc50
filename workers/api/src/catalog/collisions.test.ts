import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { contents, createTable, insert, type Row } from '../testing/tables.ts';

it('of two changes that deadlock, the one that Postgres rolls back is tried again', async () => {
  const table = await createTable({ code: { type: 'text', unique: true }, n: { type: 'integer' } });
  await insert<Row[]>(table, [
    { code: 'a', n: 0 },
    { code: 'b', n: 0 },
  ]);
  // A change of one row changes the other a little later. Two such changes from both ends deadlock.
  await rows(`
    create function public.${table.name}_cross() returns trigger language plpgsql as $$
    begin
      perform pg_sleep(0.2);
      update public.${table.name} set n = n + 10 where code <> new.code;
      return null;
    end $$;
    create trigger cross_over after update on public.${table.name}
      for each row when (pg_trigger_depth() = 0) execute function public.${table.name}_cross()`);
  const patch = (code: string) =>
    call('PATCH', `/tables/${table.id}/data/${code}?id_column=code`, {
      token: table.owner.token,
      json: { code },
    });
  const answers = await Promise.all([patch('a'), patch('b')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await contents(table.name)).map(({ n }) => n)).toEqual([10, 10]);
});
