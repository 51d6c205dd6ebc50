import type { Bench } from '../bench.ts';
import { countPerSecond } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { type Clients, startClients } from './clients/start.ts';
import { measureInTurn, type Passing } from './in-turn.ts';
import { createLiveTable, type LiveTable, socketUrl } from './live-table.ts';
import { startRelay } from './relay/start.ts';
import { connectWriter } from './writer.ts';

const sockets = 1000;
const heartbeatSeconds = 5;

export const fanOut: BenchRow = {
  name: 'realtime-fan-out',
  title: `changes to ${sockets} sockets, deliveries ÷ a bare Node \`ws\` relay of the same frames`,
  async measure(bench, stack) {
    const { fanOutChanges } = bench.timing.realtime;
    const table = await createLiveTable(bench);
    const writer = await connectWriter(bench, stack);
    const relay = await startRelay(bench, stack);
    const clients = await openClients(bench, table, socketUrl(bench), stack);
    const ofRelay = await openClients(bench, table, relay.url, stack);
    await clients.expect();
    await writer.insertOneByOne(table, 1);
    const { sample } = await clients.arrived(1);

    const live = timed(clients, (changes) => writer.insertOneByOne(table, changes));
    const bare = timed(ofRelay, async (changes) => relay.send(numbered(sample, changes)));
    const { faults, ...rates } = await measureInTurn(bench, [live, bare], fanOutChanges);
    return {
      findings: [{ work: this.title, ...rates, target: { atLeast: 0.4 }, show: countPerSecond }],
      faults,
      note: `${fanOutChanges} changes a round, in frames of ${sample.length} bytes`,
    };
  },
};

async function openClients(
  { signal }: Bench,
  { topic }: LiveTable,
  url: string,
  stack: AsyncDisposableStack,
): Promise<Clients> {
  const clients = startClients(stack, signal);
  await clients.open({ url, sockets, heartbeatSeconds });
  await clients.join({ topic });
  return clients;
}

/** From the first change sent until every socket has the last. */
function timed(clients: Clients, send: (changes: number) => Promise<void>): Passing {
  return async (changes) => {
    await clients.expect();
    const startMs = Date.now();
    await send(changes);
    const { arrived, lastMs, faults } = await clients.arrived(changes);
    return { perSecond: arrived / ((lastMs - startMs) / 1000), faults };
  };
}

/** As many changes as this one, numbered from 1. */
function numbered(sample: string, changes: number): string[] {
  return Array.from({ length: changes }, (_, index) => sample.replace(/"n":\d+/, `"n":${index + 1}`));
}
