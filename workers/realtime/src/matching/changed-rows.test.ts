import { describe, expect, it } from 'vitest';
import { ChangedRows, concerns } from './changed-rows.ts';
import { compileFilter } from './compile-filter.ts';
import { columnsOf } from './testing/columns.ts';

const columns = columnsOf({ age: 'integer', price: 'numeric', raw: 'json' });
const adults = compileFilter({ age: { gte: 18 } }, columns);
const change = (after: unknown, before: unknown) =>
  new ChangedRows({ payload: JSON.stringify({ table: 't', new: after, old: before, cursor: 'c' }) });

it.each<[string, unknown, unknown, boolean]>([
  ['an insert by the new row', { age: 18 }, null, true],
  ['an insert of another', { age: 17 }, null, false],
  ['a delete by the old row', null, { age: 18 }, true],
  ['a delete of another', null, { age: 17 }, false],
  ['an update within the filter', { age: 19 }, { age: 18 }, true],
  ['an update by which the row comes in', { age: 18 }, { age: 17 }, true],
  ['an update by which the row leaves', { age: 17 }, { age: 18 }, true],
  ['an update outside', { age: 16 }, { age: 17 }, false],
])('%s: %j, %j', (_what, after, before, isSent) => {
  expect(concerns(adults, change(after, before))).toBe(isSent);
});

it('is parsed once for all filters, and not before the first asks', () => {
  const rows = change({ age: 18 }, null);
  expect(rows.rows).toBe(rows.rows);
  expect(() => new ChangedRows({ payload: '{' })).not.toThrow();
});

it('one that cannot be read is sent rather than lost', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const unread = new ChangedRows({ payload: `{"new":{"raw":${deep}},"old":null}` });
  expect(concerns(compileFilter({ raw: { contains: 1 } }, columns), unread)).toBe(true);
  expect(concerns(adults, new ChangedRows({ payload: '{' }))).toBe(true);
});

it.each([{ eq: 'low' }, { in: ['low'] }, { gt: 'high' }])(
  'a label that an enum got since is sent rather than lost: %j',
  (condition) => {
    const mood = { name: 'mood', type: 'mood', cast: 'mood', category: 'E', labels: ['low', 'high'] };
    const filter = compileFilter({ mood: condition }, [mood]);
    expect(concerns(filter, change({ mood: 'lowest' }, null))).toBe(true);
    expect(concerns(filter, change({ mood: 'high' }, null))).toBe(false);
  },
);

it('numbers keep their digits beside a column of type json with text that Postgres cannot store', () => {
  const payload = '{"new":{"price":0.30,"raw":{"a":"\\u0000\\ud800"}},"old":null}';
  expect(concerns(compileFilter({ price: { like: '0.30' } }, columns), new ChangedRows({ payload }))).toBe(
    true,
  );
});

describe('with only the key of the old row in the log', () => {
  const columns = columnsOf({ id: 'integer', age: 'integer', name: 'text', ok: 'boolean' });
  const partial = (after: unknown, before: unknown) =>
    new ChangedRows({ payload: JSON.stringify({ new: after, old: before }), isPartial: true });

  it.each<[unknown, boolean]>([
    [{ id: 7 }, true],
    [{ id: 8 }, false],
    [{ id: { is: 'null' } }, false],
    [{ age: 18 }, true],
    [{ age: { is: 'null' } }, true],
    [{ age: { is: 'not_null' } }, true],
    [{ ok: { is: 'true' } }, true],
    [{ ok: { is: 'false' } }, true],
    [{ not: { age: 18 } }, true],
    [{ id: 8, age: 18 }, false],
    [{ or: [{ id: 7 }, { age: 18 }] }, true],
    [{ or: [{ id: 8 }, { age: 18 }] }, true],
    [{ name: { like: '%x%' } }, true],
    [{ age: { in: [] } }, false],
  ])('a delete is sent unless its key rules %j out', (filter, isSent) => {
    expect(concerns(compileFilter(filter, columns), partial(null, { id: 7 }))).toBe(isSent);
  });

  it('an insert is sent when a virtual column, which is not in it, may match', () => {
    const inserted = partial({ id: 7, name: 'a', ok: null }, null);
    expect(concerns(compileFilter({ age: 18 }, columns), inserted)).toBe(true);
    expect(concerns(compileFilter({ age: 18, id: 8 }, columns), inserted)).toBe(false);
  });

  it.each<[unknown, unknown, boolean]>([
    [{ id: 7 }, { id: 7, age: 17, name: 'a', ok: null }, true],
    [{ id: 8 }, { id: 7, age: 17, name: 'a', ok: null }, false],
    [{ age: 18 }, { id: 7, age: 17, name: 'a', ok: null }, true],
    [{ id: 8, age: 18 }, { id: 7, age: 18, name: 'a', ok: null }, false],
    // The new row also lacks a long value that did not change.
    [{ name: 'x' }, { id: 7, age: 17, ok: null }, true],
    [{ id: 8, name: 'x' }, { id: 7, age: 17, ok: null }, false],
  ])('an update is sent where %j may have held before or may hold after', (filter, after, isSent) => {
    expect(concerns(compileFilter(filter, columns), partial(after, { id: 7 }))).toBe(isSent);
  });
});

describe('a change that takes too much work to decide is sent', () => {
  const filters = columnsOf({
    s: 'text',
    tags: 'integer[]',
    doc: 'jsonb',
    name: 'citext',
    fixed: 'character(10)',
  });
  const found = (filter: object, row: object) => concerns(compileFilter(filter, filters), change(row, null));

  it.each<[string, object, object]>([
    ['like', { s: { like: `%${'a'.repeat(487)}_0%` } }, { s: 'a'.repeat(7_000_000) }],
    ['ilike', { s: { ilike: `%${'A'.repeat(487)}_0%` } }, { s: 'a'.repeat(7_000_000) }],
    [
      'contains on a text, often',
      { or: Array.from({ length: 40 }, () => ({ s: { contains: 'ab' } })) },
      { s: 'a'.repeat(1_000_000) },
    ],
    [
      'contains on an array',
      { tags: { contains: [...Array(100).fill(1), 2] } },
      { tags: [...Array(60_000).fill(3), 1] },
    ],
    [
      'contains on a document',
      { doc: { contains: [...Array(60).fill([1]), [2]] } },
      { doc: [...Array(50_000).fill([3]), [1]] },
    ],
  ])('%s', (_what, filter, row) => {
    expect(found(filter, row)).toBe(true);
  });

  it('and a smaller row is decided', () => {
    expect(found({ s: { like: `%${'a'.repeat(487)}_0%` } }, { s: 'a'.repeat(10_000) })).toBe(false);
    expect(found({ tags: { contains: [1, 2] } }, { tags: Array(1000).fill(1) })).toBe(false);
    expect(found({ doc: { contains: [[2]] } }, { doc: Array(1000).fill([1]) })).toBe(false);
  });

  it.each(['name', 'fixed'])('a value of %s is made comparable once for a whole list', (column) => {
    const durationOf = (listed: number) => {
      const filter = compileFilter(
        { or: Array.from({ length: listed }, (_, i) => ({ [column]: `x${i}` })) },
        filters,
      );
      const row = change({ [column]: `y${' '.repeat(2_000_000)}` }, null);
      const start = performance.now();
      expect(concerns(filter, row)).toBe(false);
      // The clock of workerd has a resolution of milliseconds.
      return Math.max(1, performance.now() - start);
    };
    const ratios = Array.from({ length: 5 }, () => durationOf(400) / durationOf(1));
    expect(ratios.sort((a, b) => a - b)[2]).toBeLessThan(20);
  });
});
