import { expect, it } from 'vitest';
import type { Batch } from '../../change.ts';
import { until } from '../../hub/testing/live-client.ts';
import { readBatch } from './packet.ts';
import { Assembly, TAKEN } from './pieces.ts';
import { SocketReader } from './socket-reader.ts';

const cursor = (index: number) => `k3f9q2:00000000019A3B28:0000000${index}`;
const batch = (index: number): Batch => ({ items: [], through: cursor(index) });

/** A reader, and what its Hub receives. */
function open() {
  const { 0: theirs, 1: ours } = new WebSocketPair();
  const [heard, ends]: [string[], string[]] = [[], []];
  const assembly = new Assembly();
  theirs.addEventListener('message', ({ data }) => {
    const text = assembly.add(String(data));
    if (text !== undefined) heard.push(text);
  });
  theirs.accept();
  const reader = new SocketReader(ours, () => ends.push('ended'));
  return { reader, heard, ends, hub: theirs };
}

it('a Hub first receives its start cursor, then batches', async () => {
  const { reader, heard } = open();
  void reader.deliver(batch(1));
  reader.begin(cursor(0));
  await until(() => heard.length === 2, 'the batch');
  expect(heard[0]).toBe(cursor(0));
  expect(readBatch(heard[1] ?? '')).toEqual(batch(1));
});

it('a batch is delivered when the Hub has taken it', async () => {
  const { reader, hub } = open();
  reader.begin(cursor(0));
  let isTaken = false;
  const delivered = reader.deliver(batch(1)).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isTaken).toBe(false);
  hub.send(TAKEN);
  await delivered;
});

it('a delivery to a Hub that disconnects fails, and later ones are refused', async () => {
  const { reader, ends, hub } = open();
  reader.begin(cursor(0));
  const waiting = reader.deliver(batch(1));
  hub.close(1000);
  await expect(waiting).rejects.toThrow('is gone');
  await expect(reader.deliver(batch(2))).rejects.toThrow();
  expect(ends).toEqual(['ended']);
});
