import { expect, it } from 'vitest';
import type { LogState } from '../log/log-state.ts';
import { decideSlot, type Slot } from './slot-decision.ts';

const lsn = (n: number) => String(n).padStart(16, '0');
const stored: LogState = {
  epoch: 'epoch',
  reason: 'The feed has begun.',
  system: '1',
  start: `${lsn(10)}:00000000`,
  through: `${lsn(20)}:00000003`,
  position: lsn(25),
  trimmed: `${lsn(10)}:00000000`,
};
const server = { system: '1', end: lsn(100) };
const slot: Slot = { plugin: 'pgoutput', isOurs: true, readBy: null, isLost: false, confirmed: lsn(25) };

it('a slot is resumed', () => {
  expect(decideSlot(stored, server, slot)).toEqual({ do: 'resume', expectsStored: false });
});

it.each([
  ['before the last commit', 15, true],
  ['at the last commit', 20, true],
  ['after the last commit', 21, false],
])('a slot that was acknowledged %s has to send it again: %#', (_where, confirmed, expectsStored) => {
  expect(decideSlot(stored, server, { ...slot, confirmed: lsn(confirmed) })).toEqual({
    do: 'resume',
    expectsStored,
  });
});

it('nothing is expected again if nothing was stored yet', () => {
  const fresh = { ...stored, through: stored.start, position: lsn(10) };
  expect(decideSlot(fresh, server, { ...slot, confirmed: lsn(10) })).toEqual({
    do: 'resume',
    expectsStored: false,
  });
});

it.each<[string, LogState | undefined, Partial<typeof server>, Partial<Slot> | undefined, boolean]>([
  ['nothing is stored', undefined, {}, {}, true],
  ['there is no slot', stored, {}, undefined, false],
  ['the server is another', stored, { system: '2' }, {}, true],
  ['the server is behind what is stored', stored, { end: lsn(24) }, {}, true],
  ['the slot is of another plugin', stored, {}, { plugin: 'test_decoding' }, true],
  ['the slot is lost', stored, {}, { isLost: true }, true],
  ['the slot has no position', stored, {}, { confirmed: null }, true],
  ['another process has read on', stored, {}, { confirmed: lsn(26) }, true],
])('the slot is created again when %s', (_why, state, serverChange, slotChange, drop) => {
  const decided = decideSlot(state, { ...server, ...serverChange }, slotChange && { ...slot, ...slotChange });
  expect(decided).toEqual({ do: 'renew', drop, why: expect.any(String) });
});

it('a slot that is in use, or belongs to another database, is left alone', () => {
  expect(decideSlot(undefined, server, { ...slot, readBy: 42 })).toMatchObject({ do: 'wait' });
  expect(decideSlot(stored, server, { ...slot, isOurs: false, readBy: 42 })).toMatchObject({ do: 'refuse' });
});
