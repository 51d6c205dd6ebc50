import { expect, it } from 'vitest';
import { applyPresenceDiff, type PresenceMeta, readPresences, replacePresences } from './presence.ts';

const meta = (phx_ref: string): PresenceMeta => ({ phx_ref, user_id: 'u' });
const wire = (...refs: string[]) => ({ metas: refs.map(meta) });

it('a diff adds and removes single presences of a key', () => {
  const before = { a: [meta('1'), meta('2')], b: [meta('3')] };
  const diff = { joins: { a: wire('4'), c: wire('5') }, leaves: { a: wire('1'), b: wire('3') } };
  expect(applyPresenceDiff(before, diff)).toEqual({
    state: { a: [meta('2'), meta('4')], c: [meta('5')] },
    joins: { a: [meta('4')], c: [meta('5')] },
    leaves: { a: [meta('1')], b: [meta('3')] },
  });
});

it('a presence that is already known is not added again', () => {
  const before = { a: [meta('1')] };
  expect(applyPresenceDiff(before, { joins: { a: wire('1') }, leaves: {} }).state).toEqual(before);
});

it('a whole list after another join changes only what differs', () => {
  const before = { a: [meta('1')], b: [meta('2')] };
  expect(replacePresences(before, { a: [meta('1')], c: [meta('3')] })).toMatchObject({
    joins: { c: [meta('3')] },
    leaves: { b: [meta('2')] },
  });
});

it('keys such as __proto__ are keys like any other', () => {
  const state = readPresences(JSON.parse('{"__proto__": {"metas": [{"phx_ref": "1", "user_id": "u"}]}}'));
  expect(Object.entries(state)).toEqual([['__proto__', [meta('1')]]]);
  const added = applyPresenceDiff({}, JSON.parse('{"joins": {"__proto__": {"metas": [{"phx_ref": "1"}]}}}'));
  expect(Object.keys(added.state)).toEqual(['__proto__']);
});

it('what has another form counts as empty', () => {
  expect(readPresences({ a: null, b: { metas: 1 }, c: [] })).toEqual({});
  expect(readPresences('x')).toEqual({});
});
