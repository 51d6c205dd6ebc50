import type { Bench } from '../bench.ts';
import { median, milliseconds, quantile, seconds } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { startClients } from './clients/start.ts';
import type { Arrival } from './clients/wire.ts';
import { createLiveTable, type LiveTable, socketUrl } from './live-table.ts';
import { connectWriter, type Writer } from './writer.ts';

const rowsOfCommit = 1000;
const rounds = 3;
const livePerSecond = 20;
const quietSeconds = 5;
const maxSeconds = 5;
/** The others' bound: room for one page of the replay before each change, not for all of it. */
const unharmed = (quietMs: number) => 3 * quietMs + 100;

export const replay: BenchRow = {
  name: 'realtime-replay',
  title: 'replay to a returning client, and its effect on others',
  async measure(bench, stack) {
    const { rows } = bench.timing.realtime;
    const follow = await openOther(bench, stack);
    const { missed, comeBack } = await missChanges(bench, rows, stack);
    const quiet = await follow((commits) => commits >= livePerSecond * quietSeconds);
    const faults = [...missed.faults, ...quiet.faults];
    const replays: number[] = [];
    const latenciesMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      let isOver = false;
      const replaying = comeBack().finally(() => {
        isOver = true;
      });
      const [replayed, beside] = await Promise.all([replaying, follow(() => isOver)]);
      replays.push(replayed.seconds);
      latenciesMs.push(...beside.latenciesMs);
      faults.push(...replayed.faults, ...beside.faults);
    }
    const without = quantile(quiet.latenciesMs, 0.99);
    return {
      findings: [
        {
          work: `replay of ${rows.toLocaleString('en-US')} changes to a returning client`,
          ...{ a: median(replays), below: maxSeconds, show: seconds },
        },
        {
          work: 'p99 from commit to a socket of another table during such replays; B: without',
          ...{ a: quantile(latenciesMs, 0.99), b: without, below: unharmed(without), show: milliseconds },
        },
      ],
      faults,
    };
  },
};

const openingOf = (bench: Bench) => ({ url: socketUrl(bench), sockets: 1, heartbeatSeconds: 1 });

/** A socket on its own table, which changes at a steady pace while it is followed. */
async function openOther(bench: Bench, stack: AsyncDisposableStack) {
  const table = await createLiveTable(bench);
  const writer = await connectWriter(bench, stack);
  const clients = startClients(stack, bench.signal);
  await clients.open(openingOf(bench));
  await clients.join({ topic: table.topic });
  return async (isOver: (commits: number) => boolean): Promise<Arrival> => {
    await clients.expect();
    return clients.arrived(await writer.pace(table, livePerSecond, isOver));
  };
}

/** Commits many changes, and returns a function that replays them to a returning client. */
async function missChanges(bench: Bench, rows: number, stack: AsyncDisposableStack) {
  const table = await createLiveTable(bench);
  const writer = await connectWriter(bench, stack);
  const clients = startClients(stack, bench.signal);
  await clients.open(openingOf(bench));
  const since = await clients.join({ topic: table.topic });
  await clients.expect();
  await fill(writer, table, rows);
  // Changes that a connected socket has received are in the log.
  const missed = await clients.arrived(rows);
  const comeBack = async () => {
    await clients.close();
    const startMs = Date.now();
    await clients.open(openingOf(bench));
    await clients.expect();
    const coming = [clients.arrived(rows), clients.join({ topic: table.topic, since })] as const;
    const [arrival] = await Promise.all(coming);
    return { ...arrival, seconds: (arrival.lastMs - startMs) / 1000 };
  };
  return { missed, comeBack };
}

async function fill(writer: Writer, table: LiveTable, rows: number): Promise<void> {
  for (let after = 0; after < rows; after += rowsOfCommit) {
    await writer.insertAtOnce(table, rowsOfCommit, after);
  }
}
