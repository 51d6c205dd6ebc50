import { beforeAll, describe, expect, it } from 'vitest';
import { expectClientError } from '../expectations.ts';
import { createTable, filter, insertRows, type Row, readPage, type Table } from '../world/tables.ts';
import { createPerson, type Person } from '../world/users.ts';

const COUNT = 240;
let owner: Person;

beforeAll(async () => {
  owner = await createPerson();
});

/** Few different values and many nulls, so that every page ends in the middle of equals. */
async function crowdedTable(): Promise<Table> {
  const table = await createTable(owner, {
    table_schema: {
      n: { type: 'integer', nullable: false },
      grade: { type: 'integer', nullable: true },
      word: { type: 'text', nullable: true },
      at: { type: 'timestamp', nullable: true },
      amount: { type: 'numeric', nullable: true },
    },
  });
  const rows = Array.from({ length: COUNT }, (_, n) => ({
    n,
    grade: n % 4 === 0 ? null : n % 3,
    word: n % 5 === 0 ? null : ['b', 'a,"\\', 'ü', ''][n % 4],
    at: n % 6 === 0 ? null : `2024-01-0${(n % 3) + 1}T00:00:00.123456Z`,
    amount: n % 7 === 0 ? null : `0.${'1'.repeat(25)}${n % 3}`,
  }));
  await insertRows(owner, table, rows);
  return table;
}

type Query = Record<string, string | number>;

async function walk(
  table: Table,
  query: Query,
  onPage: (round: number) => Promise<unknown> = async () => undefined,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let round = 0; round < 200; round += 1) {
    const page = await readPage(owner, table, { ...query, ...(cursor === null ? {} : { cursor }) });
    rows.push(...page.data);
    if (page.next_cursor === null) return rows;
    expect(page.data.length).toBe(query.page_size);
    cursor = page.next_cursor;
    await onPage(round);
  }
  throw new Error('the cursor never ended');
}

const compareSorted = (rows: Row[], column: string) => {
  const nulls = rows.map((row) => row[column] === null);
  const changes = nulls.filter((isNull, index) => index > 0 && isNull !== nulls[index - 1]).length;
  expect(changes).toBeLessThanOrEqual(1);
};

describe('keyset paging', () => {
  describe.each(['grade', 'word', 'at', 'amount', 'n', 'id', 'created_at'])('by %s', (sort_by) => {
    it.each(['asc', 'desc'])('%s gives every row once while rows are inserted', async (sort_order) => {
      const table = await crowdedTable();
      const intruders = (round: number) =>
        round % 3 === 0
          ? insertRows(owner, table, [
              { n: 10_000 + round, grade: 1, word: 'b', at: '2024-01-02T00:00:00Z', amount: '1' },
              { n: 20_000 + round },
            ])
          : Promise.resolve();
      const rows = await walk(table, { sort_by, sort_order, page_size: 17, count: 'none' }, intruders);
      const seen = rows.map((row) => Number(row.n));
      expect(new Set(seen).size).toBe(seen.length);
      const original = seen.filter((n) => n < COUNT).sort((a, b) => a - b);
      expect(original).toEqual(Array.from({ length: COUNT }, (_, n) => n));
      compareSorted(rows, sort_by);
    });
  });

  it('is in the order that a single page has', async () => {
    const table = await crowdedTable();
    for (const sort_order of ['asc', 'desc']) {
      const whole = await readPage(owner, table, { sort_by: 'grade', sort_order, page_size: 1000 });
      const walked = await walk(table, { sort_by: 'grade', sort_order, page_size: 50 });
      expect(walked.map((row) => row.grade)).toEqual(whole.data.map((row) => row.grade));
      const values = walked.map((row) => row.grade).filter((grade) => grade !== null);
      const sorted = [...values].sort((a, b) =>
        sort_order === 'asc' ? Number(a) - Number(b) : Number(b) - Number(a),
      );
      expect(values).toEqual(sorted);
    }
  });

  it('keeps filter, search and select', async () => {
    const table = await crowdedTable();
    const query = {
      filter: filter({ grade: { eq: 1 } }),
      search: 'ü',
      select: 'n,word',
      sort_by: 'grade',
      page_size: 7,
    };
    const rows = await walk(table, query);
    const matching = Array.from({ length: COUNT }, (_, n) => n).filter(
      (n) => n % 4 === 2 && n % 3 === 1 && n % 5 !== 0,
    );
    expect(rows.map((row) => Number(row.n)).sort((a, b) => a - b)).toEqual(matching);
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(['n', 'word']);
  });

  it('survives the deletion of the row it stands on', async () => {
    const table = await crowdedTable();
    const first = await readPage(owner, table, { sort_by: 'n', sort_order: 'asc', page_size: 10 });
    const last = first.data.at(-1);
    await owner.del(`/tables/${table.id}/data/${last?.id}`);
    const second = await readPage(owner, table, {
      sort_by: 'n',
      sort_order: 'asc',
      page_size: 10,
      cursor: first.next_cursor ?? '',
    });
    expect(second.data.map((row) => row.n)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('refuses a cursor that is not its own', async () => {
    const [table, other] = [await crowdedTable(), await crowdedTable()];
    const query = { sort_by: 'grade', sort_order: 'asc', page_size: 10 };
    const { next_cursor } = await readPage(owner, table, query);
    const good = next_cursor ?? '';
    const path = `/tables/${table.id}/data`;
    const middle = Math.floor(good.length / 2);
    const flipped = good.slice(0, middle) + (good[middle] === 'A' ? 'B' : 'A') + good.slice(middle + 1);
    for (const cursor of [
      flipped,
      good.slice(0, -3),
      'x',
      'null',
      '{}',
      '%00',
      'a\u0000',
      `${good}${good}`,
      'x'.repeat(5000),
    ]) {
      expectClientError(await owner.get(path, { ...query, cursor }));
    }
    expectClientError(await owner.get(`/tables/${other.id}/data`, { ...query, cursor: good }));
    expectClientError(await owner.get(path, { ...query, sort_by: 'word', cursor: good }));
    expectClientError(await owner.get(path, { ...query, sort_order: 'desc', cursor: good }));
  });
});
