import { countPerSecond } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { openBareReader } from './bare-reader.ts';
import { startClients } from './clients/start.ts';
import { measureInTurn } from './in-turn.ts';
import { createLiveTable, socketUrl } from './live-table.ts';
import { connectWriter } from './writer.ts';

const rate = (rows: number, fromMs: number, toMs: number) => rows / ((toMs - fromMs) / 1000);

export const largeTransaction: BenchRow = {
  name: 'realtime-transaction',
  title: 'one transaction to one socket, rows ÷ a bare `pgoutput` reader that counts',
  async measure(bench, stack) {
    const { rows } = bench.timing.realtime;
    const table = await createLiveTable(bench);
    // A table that the change feed leaves out; otherwise both would read at the same time.
    const twin = await createLiveTable(bench, false);
    const writer = await connectWriter(bench, stack);
    const reader = await openBareReader(bench, twin, stack);
    const clients = startClients(stack, bench.signal);
    await clients.open({ url: socketUrl(bench), sockets: 1, heartbeatSeconds: 1 });
    await clients.join({ topic: table.topic });

    const live = async (changes: number) => {
      await clients.expect();
      await writer.insertAtOnce(table, changes);
      const { arrived, firstCommitMs, lastMs, faults } = await clients.arrived(changes);
      return { perSecond: rate(arrived, firstCommitMs, lastMs), faults };
    };
    const bare = async (changes: number) => {
      const transaction = reader.nextTransaction();
      await writer.insertAtOnce(twin, changes);
      const { inserts, committedMs, endMs } = await transaction;
      const faults = inserts === changes ? [] : [`the bare reader counted ${inserts} of ${changes} rows`];
      return { perSecond: rate(inserts, committedMs, endMs), faults };
    };
    const { faults, ...rates } = await measureInTurn(bench, [live, bare], rows);
    const work = `${this.title}, of ${rows.toLocaleString('en-US')}`;
    return { findings: [{ work, ...rates, target: { atLeast: 0.4 }, show: countPerSecond }], faults };
  },
};
