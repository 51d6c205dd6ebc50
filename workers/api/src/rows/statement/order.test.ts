import { describe, expect, it } from 'vitest';
import { columnOf, idColumn, metaOf } from '../../testing/table-meta.ts';
import { isBehind, orderBy, orderKey, orderOf, placeOf } from './order.ts';

const age = columnOf('age', 'integer');
const name = columnOf('name', 'text', { nullable: false });
const table = metaOf(idColumn, age, name);
const order = (sort_by: string | undefined, sort_order: 'asc' | 'desc' = 'asc') =>
  orderOf(table, { sort_by, sort_order });

describe('the order', () => {
  it('is that of the primary key when none is asked for', () => {
    expect(order(undefined, 'desc')).toEqual({ columns: [idColumn], direction: 'desc', total: true });
  });

  it('ends in the primary key, once', () => {
    expect(order('age').columns).toEqual([age, idColumn]);
    expect(order('id').columns).toEqual([idColumn]);
  });

  it('holds every column of a composite key', () => {
    const [a, b] = ['a', 'b'].map((key) => columnOf(key, 'text', { primary_key: true, nullable: false }));
    const composite = metaOf(...[a, b].filter((column) => column !== undefined), age);
    expect(orderOf(composite, { sort_by: 'b', sort_order: 'asc' }).columns).toEqual([b, a]);
  });

  it('is not total without a primary key', () => {
    expect(orderOf(metaOf(age), { sort_by: 'age', sort_order: 'asc' }).total).toBe(false);
  });

  it('has another key for every other direction and column', () => {
    const keys = [order('age'), order('age', 'desc'), order('name'), order(undefined)].map(orderKey);
    expect(new Set(keys).size).toBe(4);
  });

  it('knows only columns of the table', () => {
    expect(() => order('toString')).toThrow('no column "toString"');
  });
});

describe('order by', () => {
  it('goes in one direction', () => {
    expect(orderBy(order('age', 'desc')).sql).toBe('order by r."age" desc,r."id" desc');
  });

  it('ends in the place of storage when there is no primary key', () => {
    const keyless = metaOf(age);
    expect(orderBy(orderOf(keyless, { sort_by: undefined, sort_order: 'desc' })).sql).toBe(
      'order by r.tableoid,r.ctid',
    );
    expect(orderBy(orderOf(keyless, { sort_by: 'age', sort_order: 'desc' })).sql).toBe(
      'order by r."age" desc,r.tableoid,r.ctid',
    );
  });

  it('remembers the place as texts', () => {
    expect(placeOf(order('age')).sql).toBe('json_build_array(r."age"::text,r."id"::text)');
  });
});

describe('what is behind a place', () => {
  it('is one comparison of rows when nothing can be null', () => {
    const behind = isBehind(order('name', 'desc'), ['x', '1']);
    expect(behind.sql).toBe('(r."name",r."id") < (?::text,?::uuid)');
    expect(behind.values).toEqual(['x', '1']);
  });

  it('counts nulls as the largest, ascending', () => {
    const behind = isBehind(order('age'), ['5', '1']);
    expect(behind.sql).toBe(
      '(((r."age" > ?::integer or r."age" is null)) or (r."age" = ?::integer and (r."id" > ?::uuid or r."id" is null)))',
    );
    expect(behind.values).toEqual(['5', '5', '1']);
    expect(isBehind(order('age'), [null, '1']).sql).toBe(
      '((false) or (r."age" is null and (r."id" > ?::uuid or r."id" is null)))',
    );
  });

  it('counts nulls as the largest, descending', () => {
    expect(isBehind(order('age', 'desc'), [null, '1']).sql).toBe(
      '((r."age" is not null) or (r."age" is null and r."id" < ?::uuid))',
    );
  });
});
