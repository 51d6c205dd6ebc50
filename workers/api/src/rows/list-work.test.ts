import { rows, value } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson } from '../testing/people.ts';
import { adoptTable, list, newName, type OwnTable } from '../testing/tables.ts';

/**
 * A table of 100 rows whose column `w` counts, in the sequences `<type>_json` and `<type>_text`, how often it is
 * converted to JSON or text: `row_to_json` and `::text` use the casts of its type.
 */
async function createCountingTable(type: string): Promise<OwnTable> {
  const cast = (to: string, expression: string) => `
    create sequence public.${type}_${to};
    create function public.${type}_to_${to}(public.${type}) returns ${to} language sql volatile security definer as
      $$select ${expression} from nextval('public.${type}_${to}')$$;
    create cast (public.${type} as ${to}) with function public.${type}_to_${to};`;
  await rows(`
    create type public.${type} as enum ('one', 'other');
    ${cast('json', `to_json(format('%s', $1))`)} ${cast('text', `format('%s', $1)`)}
    create table public.${type}_rows (id int primary key, n int, w public.${type});
    insert into public.${type}_rows 
      select g, g % 7, (enum_range(null::public.${type}))[1 + g % 2] from generate_series(1, 100) g`);
  return adoptTable(`${type}_rows`);
}

describe('the work of a list', () => {
  const type = newName('counting');
  let table: OwnTable;
  beforeAll(async () => {
    table = await createCountingTable(type);
  });

  async function timesMade(
    kind: 'json' | 'text',
    query: Record<string, string>,
    asking = table.owner,
    expected = 200,
  ): Promise<number> {
    await rows(`select setval('public.${type}_${kind}', 1, false)`);
    const { status } = await list({ ...table, owner: asking }, query);
    expect(status).toBe(expected);
    const made = await value(
      `select case when is_called then last_value else 0 end::int from public.${type}_${kind}`,
    );
    return Number(made);
  }

  it.each([
    [{ sort_by: 'n' }],
    [{ sort_by: 'n', select: 'w' }],
    [{ sort_by: 'n', page: '3' }],
    [{ sort_by: 'n', filter: '{"n":{"gte":2}}' }],
    [{ sort_by: 'n', filter: '{"w":{"contains":"one"}}' }],
    [{ filter: '{"w":{"contains":"one"}}' }],
    [{}],
  ])('%o makes JSON only of the rows of the page and the one after it', async (query) => {
    expect(await timesMade('json', { ...query, page_size: '3' })).toBe(4);
  });

  it.each([
    [{ count: 'exact' }],
    [{ count: 'estimated' }],
    [{ count: 'none', sort_by: 'n' }],
    [{ sort_by: 'n', select: 'id' }],
  ])('%o searches each row once', async (query) => {
    const filter = '{"w":{"contains":"one"}}';
    expect(await timesMade('text', { ...query, filter, page_size: '3' })).toBe(100);
  });

  it.each([
    [{ sort_by: 'n' }],
    [{ count: 'none' }],
    [{ filter: '{"w":{"contains":"one"}}' }],
    [{ filter: '{"w":{"contains":"one"}}', count: 'none' }],
  ])('%o reads no row for a stranger', async (query) => {
    const stranger = await createPerson();
    expect(await timesMade('json', query, stranger, 403)).toBe(0);
    expect(await timesMade('text', query, stranger, 403)).toBe(0);
  });
});

describe('a search', () => {
  const queries = ['asc', 'desc'].flatMap((sort_order) =>
    ['id', 'n', 'note'].map((sort_by) => ({ sort_order, sort_by })),
  );

  it.each(queries)('by cursor shows every row once, with the whole count: %o', async (query) => {
    const name = newName();
    await rows(`create table public.${name} (id int primary key, n int, note text);
      insert into public.${name} select g, nullif(g % 4, 0), case when g % 3 > 0 then 'Note ' || g % 5 end
      from generate_series(1, 30) g`);
    const table = await adoptTable(name);
    const { sort_order: direction, sort_by } = query;
    const expected = await rows(
      `select * from public.${name} where note ilike '%note%' order by ${sort_by} ${direction}, id ${direction}`,
    );
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const { body } = await list(table, {
        ...query,
        search: 'NOTE',
        page_size: '7',
        ...(cursor ? { cursor } : {}),
      });
      expect(body.total).toBe(20);
      seen.push(...body.data);
      cursor = body.next_cursor;
    }
    expect(seen).toEqual(expected);
  });

  it.each([
    ['partitions', '(n int, note text) partition by list (n)', 'partition of %parent for values in (%i)'],
    ['children', '(n int, note text)', '() inherits (%parent)'],
  ])('finds the rows of %s that have the same physical position in each', async (_kind, parent, child) => {
    const name = newName();
    await rows(`create table public.${name} ${parent}`);
    for (const i of [1, 2, 3]) {
      const definition = child.replace('%parent', `public.${name}`).replace('%i', String(i));
      await rows(`create table public.${name}_${i} ${definition};
        insert into public.${name}_${i} values (${i}, 'found ${i}'), (${i}, 'lost'), (${i}, 'found too')`);
    }
    const table = await adoptTable(name);
    const { body } = await list(table, { search: 'found', sort_by: 'n', sort_order: 'asc', page_size: '4' });
    expect(body.total).toBe(6);
    expect(body.data).toEqual([
      { n: 1, note: 'found 1' },
      { n: 1, note: 'found too' },
      { n: 2, note: 'found 2' },
      { n: 2, note: 'found too' },
    ]);
  });

  it('of a table with generated columns returns them too', async () => {
    const name = newName();
    await rows(`create table public.${name} (id int primary key, a text,
        kept text generated always as (a || '!') stored, shown text generated always as (a || '?') virtual, gone int);
      alter table public.${name} drop column gone;
      insert into public.${name} values (1, 'x'), (2, 'y')`);
    const table = await adoptTable(name);
    const all = { id: 2, a: 'y', kept: 'y!', shown: 'y?' };
    for (const query of [{ search: 'Y' }, { sort_by: 'shown', page_size: '1' }]) {
      expect((await list(table, query)).body.data).toEqual([all]);
    }
    expect((await list(table, { search: 'Y', select: 'shown,id' })).text).toContain(
      '[{"shown":"y?","id":2}]',
    );
  });
});

it('a list of a table without columns has an entry for each row', async () => {
  const name = newName();
  await rows(`create table public.${name} (); insert into public.${name} default values`);
  expect((await list(await adoptTable(name))).body).toMatchObject({ data: [{}], total: 1 });
});
