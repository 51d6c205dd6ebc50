import { describe, expect, it } from 'vitest';
import { compareValues } from './compare.ts';
import { matches } from './matches.ts';

const types = {
  n: 'integer',
  big: 'bigint',
  price: 'numeric(10,2)',
  title: 'text',
  done: 'boolean',
  at: 'timestamp with time zone',
  id: 'uuid',
};
const shape = { id: 't', key: ['id'], types };
const row = {
  ...{ n: 5, big: 2 ** 53, price: 1.5, title: 'Dune', done: true, nothing: null },
  ...{ at: '2026-01-02T03:04:05.6+00:00', id: '0199a000-0000-7000-8000-00000000000a' },
};
const check = (filter: object) => matches(shape, filter, row);

describe('a filter is decided as Postgres does', () => {
  it.each([
    [{}, true],
    [{ n: 5, done: true }, true],
    [{ n: { gte: 5, lt: 6 } }, true],
    [{ n: { gt: 5 } }, false],
    [{ n: { in: [1, 5] } }, true],
    [{ n: { nin: [1, 5] } }, false],
    [{ title: 'Dune' }, true],
    [{ title: { neq: 'Dune' } }, false],
    [{ id: '0199A000-0000-7000-8000-00000000000A' }, true],
    [{ at: { gt: '2026-01-02T03:04:05.59Z' } }, true],
    [{ or: [{ n: 1 }, { title: 'Dune' }] }, true],
    [{ or: [{ n: 1 }, { title: { like: 'D%' } }], done: false }, false],
    [{ not: { and: [{ n: 5 }, { done: false }] } }, true],
    [{ done: { is: 'true' } }, true],
    [{ n: { is: 'null' } }, false],
  ])('%j: %s', (filter, expected) => expect(check(filter)).toBe(expected));

  it('knows that null is neither equal nor unequal to a value', () => {
    const blank = { ...row, n: null };
    const ask = (filter: object) => matches(shape, filter, blank);
    expect([ask({ n: 5 }), ask({ n: { neq: 5 } }), ask({ not: { n: 5 } }), ask({ n: { nin: [5] } })]).toEqual(
      [false, false, false, false],
    );
    expect([ask({ n: null }), ask({ n: { neq: null } }), ask({ n: { is: 'null' } })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([
    { title: { ilike: 'd%' } },
    { title: { gt: 'A' } },
    { title: { contains: 'u' } },
    { price: 1.5 },
    { big: 2 ** 53 },
    { unknown: 1 },
    { or: [{ n: 1 }, { title: { like: 'D%' } }] },
    { not: { title: { like: 'D%' } } },
    { at: 'yesterday' },
  ])('leaves %j to Postgres', (filter) => expect(check(filter)).toBeUndefined());
});

describe('the order of values', () => {
  it('is that of microseconds', () => {
    const order = (a: string, b: string) => compareValues('timestamp with time zone', a, b);
    const second = '2026-01-02T03:04:05';
    expect(order(`${second}+00:00`, `${second}.000001+00:00`)).toBeLessThan(0);
    expect(order(`${second}.1+00:00`, `${second}.100+00:00`)).toBe(0);
    expect(order(`${second}.1+02:00`, `${second}.1+00:00`)).toBeUndefined();
  });

  it('is unknown for text, and for numbers that are equal only after rounding', () => {
    expect(compareValues('text', 'a', 'b')).toBeUndefined();
    expect(compareValues('bigint', 2 ** 53, 2 ** 53)).toBeUndefined();
    expect(compareValues('bigint', 2 ** 53, 2 ** 54)).toBeLessThan(0);
    expect(compareValues('integer', 2, 2)).toBe(0);
  });
});
