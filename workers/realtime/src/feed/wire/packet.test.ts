import { expect, it } from 'vitest';
import type { Batch, Gap, Replay, RightsChange, RowChange, TableChange } from '../../change.ts';
import { readBatch, readReplay, writeBatch, writeReplay } from './packet.ts';

const cursor = (index: number) => `k3f9q2:00000000019A3B28:0000000${index}`;
const row: RowChange = {
  type: 'row',
  cursor: cursor(1),
  relid: 77,
  kind: 'UPDATE',
  payload: '{"new":"a\\n b"}',
};
const truncated: TableChange = { type: 'table', cursor: cursor(2), relid: 77, what: 'truncated' };
const rights: RightsChange = {
  type: 'rights',
  cursor: cursor(3),
  of: 'user',
  id: 'u',
  xid: 9,
  now: { role: null },
};
const gap: Gap = { type: 'gap', cursor: cursor(4), reason: 'lost\nor so' };

it.each<[string, Batch]>([
  ['changes', { items: [row, truncated, rights], through: cursor(5) }],
  ['nothing', { items: [], through: cursor(5) }],
  ['a gap', { items: [gap], through: cursor(4) }],
])('a batch of %s is read as it was written', (_what, batch) => {
  expect(readBatch(writeBatch(batch))).toEqual(batch);
});

it.each<[string, Replay]>([
  ['a page', { items: [row, truncated], next: cursor(2) }],
  ['the last page', { items: [row], next: undefined }],
  ['an empty page', { items: [], next: undefined }],
  ['a gap', { gap: 'lost', cursor: cursor(4) }],
])('of a replay %s is read as it was written', (_what, replay) => {
  expect(readReplay(writeReplay(replay))).toEqual(replay);
});
