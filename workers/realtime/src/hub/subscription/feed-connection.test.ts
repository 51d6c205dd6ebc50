import { expect, it } from 'vitest';
import type { Batch } from '../../change.ts';
import type { FeedClient } from '../../feed/wire/client.ts';
import { SocketReader } from '../../feed/wire/socket-reader.ts';
import { until } from '../testing/live-client.ts';
import { FeedConnection } from './feed-connection.ts';

const cursor = (index: number) => `k3f9q2:00000000019A3B28:0000000${index}`;
const batch = (index: number): Batch => ({ items: [], through: cursor(index) });

/** A connection to a feed that consists only of its readers. */
async function connect(deliver: (batch: Batch) => Promise<void>) {
  const readers: SocketReader[] = [];
  const [lost, reports]: [string[], unknown[]] = [[], []];
  const client = {
    attach: async () => {
      const { 0: theirs, 1: ours } = new WebSocketPair();
      const reader = new SocketReader(ours, () => {});
      reader.begin(cursor(readers.length));
      readers.push(reader);
      return theirs;
    },
    ping: async () => true,
  };
  const connection = new FeedConnection({
    client: client as unknown as FeedClient,
    deliver,
    lost: () => lost.push('lost'),
    report: (error) => reports.push(error),
  });
  expect(await connection.attach('hub-0')).toBe(cursor(0));
  return { connection, readers, lost, reports };
}

it('batches after one that could not be taken are not taken either', async () => {
  const taken: Batch[] = [];
  const { connection, readers, lost, reports } = await connect(async (it) => {
    if (it.through === cursor(2)) throw new Error('no');
    taken.push(it);
  });
  await readers[0]?.deliver(batch(1));
  for (const index of [2, 3]) readers[0]?.deliver(batch(index)).catch(() => {});
  await until(() => lost.length > 0, 'the end');
  expect(taken).toEqual([batch(1)]);
  expect([lost.length, reports.length]).toEqual([1, 1]);
  expect(await connection.ping()).toBe(false);
});

it('a connection that the feed ends is reported as lost; one that the Hub leaves is not', async () => {
  const { connection, readers, lost } = await connect(async () => {});
  expect(await connection.attach('hub-0')).toBe(cursor(1));
  expect(await connection.ping()).toBe(true);
  readers[1]?.end();
  await until(() => lost.length > 0, 'the end');
  await connection.attach('hub-0');
  connection.leave();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(lost).toEqual(['lost']);
});
