import { compile } from '@selfdb/server/db/compile';
import type { Statement } from '@selfdb/server/db/database';
import { describe, expect, it } from 'vitest';
import { columnOf, idColumn, metaOf } from '../../testing/table-meta.ts';
import { isAfter, orderBy, orderKey, orderOf, positionOf } from './order.ts';

const age = columnOf('age', 'integer');
const name = columnOf('name', 'text', { nullable: false });
const table = metaOf(idColumn, age, name);
const order = (sort_by: string | undefined, sort_order: 'asc' | 'desc' = 'asc') =>
  orderOf(table, { sort_by, sort_order });
const textOf = (part: Statement) => compile(part).text;

describe('the order', () => {
  it('is by primary key if none is requested', () => {
    expect(order(undefined, 'desc')).toEqual({ columns: [idColumn], direction: 'desc', total: true });
  });

  it('ends in the primary key, once', () => {
    expect(order('age').columns).toEqual([age, idColumn]);
    expect(order('id').columns).toEqual([idColumn]);
  });

  it('includes every column of a composite key', () => {
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
    expect(textOf(orderBy(order('age', 'desc')))).toBe('order by r."age" desc, r."id" desc');
  });

  it('ends with the physical position if there is no primary key', () => {
    const keyless = metaOf(age);
    expect(textOf(orderBy(orderOf(keyless, { sort_by: undefined, sort_order: 'desc' })))).toBe(
      'order by r.tableoid, r.ctid',
    );
    expect(textOf(orderBy(orderOf(keyless, { sort_by: 'age', sort_order: 'desc' })))).toBe(
      'order by r."age" desc, r.tableoid, r.ctid',
    );
  });

  it('returns the position as texts', () => {
    expect(textOf(positionOf(order('age')))).toBe('json_build_array(r."age"::text, r."id"::text)');
  });
});

describe('rows after a position', () => {
  it('are found by one row comparison if nothing can be null', () => {
    const after = compile(isAfter(order('name', 'desc'), ['x', '1']));
    expect(after.text).toBe('(r."name", r."id") < ($1::text, $2::uuid)');
    expect(after.parameters).toEqual(['x', '1']);
  });

  it('include nulls as the largest, ascending', () => {
    const after = compile(isAfter(order('age'), ['5', '1']));
    expect(after.text).toBe(
      '(((r."age" > $1::integer or r."age" is null)) or (r."age" = $2::integer and (r."id" > $3::uuid or r."id" is null)))',
    );
    expect(after.parameters).toEqual(['5', '5', '1']);
    expect(textOf(isAfter(order('age'), [null, '1']))).toBe(
      '((false) or (r."age" is null and (r."id" > $1::uuid or r."id" is null)))',
    );
  });

  it('include nulls as the largest, descending', () => {
    expect(textOf(isAfter(order('age', 'desc'), [null, '1']))).toBe(
      '((r."age" is not null) or (r."age" is null and r."id" < $1::uuid))',
    );
  });
});
