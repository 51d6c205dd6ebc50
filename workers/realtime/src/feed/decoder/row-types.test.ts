import { expect, it } from 'vitest';
import { parseSnapshot } from '../../snapshot.ts';
import { RowTypes } from './row-types.ts';

const TABLE = 7;
const at = (position: number) => String(position).padStart(16, '0');
const reading = (
  position: number,
  change: { stamp?: string; writers?: number[]; isChanging?: boolean } = {},
) => ({
  ...{ types: [], stamp: 'one', writers: [50], isChanging: false },
  ...{ position: at(position), ...change },
});
const horizon = (position: number, snapshot: string, xid?: number) => ({
  ...{ position: at(position), snapshot: parseSnapshot(snapshot) },
  ...(xid === undefined ? {} : { xid }),
});

it('a reading holds for later positions until another one differs', () => {
  const types = new RowTypes(new Map());
  expect(types.areKnown(TABLE, at(10))).toBeUndefined();
  expect(types.take(TABLE, reading(20), at(10))).toEqual({ stamp: 'one', since: at(20) });
  expect(types.areKnown(TABLE, at(10))).toBe(false);
  expect(types.areKnown(TABLE, at(20))).toBeUndefined();
  expect(types.take(TABLE, reading(40), at(30))).toBeUndefined();
  expect([30, 39].map((position) => types.areKnown(TABLE, at(position)))).toEqual([true, true]);
  types.take(TABLE, reading(60, { stamp: 'other' }), at(50));
  expect([39, 50, 59].map((position) => types.areKnown(TABLE, at(position)))).toEqual([false, false, false]);
  expect(types.areKnown(8, at(39))).toBeUndefined();
});

it.each([
  ['before a horizon that precedes all of it', '60:70:', undefined, [false, true]],
  ['in a transaction that was running, or within one', '50:70:', undefined, [false, false]],
  ['by the transaction of the horizon itself', '50:70:50', 50, [false, true]],
])('a type changed %s is known from there on', (_when, snapshot, xid, expected) => {
  const types = new RowTypes(new Map());
  types.addHorizon(horizon(10, snapshot, xid));
  types.take(TABLE, reading(20), at(11));
  expect([9, 11].map((position) => types.areKnown(TABLE, at(position)))).toEqual(expected);
});

it('rows in the same transaction as the change are not known', () => {
  const types = new RowTypes(new Map());
  types.addHorizon(horizon(10, '50:70:50', 50));
  types.take(TABLE, reading(20), at(10));
  expect(types.areKnown(TABLE, at(10))).toBe(false);
});

it('a reading during a change teaches nothing', () => {
  const known = new Map([[TABLE, { stamp: 'one', since: at(5) }]]);
  const types = new RowTypes(known);
  expect(types.take(TABLE, reading(20, { isChanging: true }), at(10))).toBeUndefined();
  expect(types.areKnown(TABLE, at(10))).toBe(false);
  expect(types.areKnown(TABLE, at(11))).toBeUndefined();
  types.take(TABLE, reading(30), at(11));
  expect(types.areKnown(TABLE, at(11))).toBe(true);
});

it('the first horizon is kept, however many follow', () => {
  const types = new RowTypes(new Map());
  for (let position = 1; position < 100; position += 1) types.addHorizon(horizon(position, '60:70:'));
  types.take(TABLE, reading(200), at(2));
  expect(types.areKnown(TABLE, at(2))).toBe(true);
});
