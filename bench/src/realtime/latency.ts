import { milliseconds, quantile } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { startClients } from './clients/start.ts';
import { createLiveTable, socketUrl } from './live-table.ts';
import { connectWriter } from './writer.ts';

const sockets = 500;
const perSecond = 80;
const warmUpSeconds = 2;
const below = { p50: 25, p99: 150 };

export const latency: BenchRow = {
  name: 'realtime-latency',
  title: `from commit to the last of ${sockets} sockets on one table`,
  async measure(bench, stack) {
    const { seconds } = bench.timing.realtime;
    const table = await createLiveTable(bench);
    const writer = await connectWriter(bench, stack);
    const clients = startClients(stack, bench.signal);
    await clients.open({ url: socketUrl(bench), sockets, heartbeatSeconds: 25 });
    await clients.join({ topic: table.topic });
    const commitFor = async (duration: number) => {
      await clients.expect();
      return clients.arrived(await writer.pace(table, perSecond, (rows) => rows >= perSecond * duration));
    };
    await commitFor(warmUpSeconds);
    const { expected, arrived, latenciesMs, faults } = await commitFor(seconds);
    const figure = (name: string, share: number, bound: number) => ({
      work: `${name} ${this.title}, ${perSecond} commits a second for ${seconds} s`,
      a: quantile(latenciesMs, share),
      below: bound,
      show: milliseconds,
    });
    return {
      findings: [figure('p50', 0.5, below.p50), figure('p99', 0.99, below.p99)],
      faults,
      note: `${arrived.toLocaleString('en-US')} of ${expected.toLocaleString('en-US')} changes arrived, each once and in order`,
    };
  },
};
