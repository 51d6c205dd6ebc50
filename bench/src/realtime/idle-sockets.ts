import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApi } from '../api.ts';
import type { Bench } from '../bench.ts';
import { kilobytes } from '../report/table.ts';
import type { BenchRow, Figure } from '../row.ts';
import { startInstance } from '../system/instance.ts';
import { memoryOf } from '../system/processes.ts';
import type { Tokens } from '../world.ts';
import { startClients } from './clients/start.ts';
import { createLiveTable, type Entered, socketUrl } from './live-table.ts';
import { startRelay } from './relay/start.ts';

const heartbeatSeconds = 25;
const restMs = 3000;
/** More than a bare server needs. */
const maxBytes = 20 * 1024;
/** The launcher's figure for how many sockets may be open. */
const files = { ofSocket: 2, others: 1000 };

/** Bytes for each socket. */
interface Growth {
  edge: number;
  realtime: number;
}

export const idleSockets: BenchRow = {
  name: 'realtime-idle',
  title: 'memory of each idle socket',
  async measure(bench, stack) {
    const wanted = bench.timing.realtime.idleSockets;
    const sockets = Math.min(wanted, roomForSockets());
    const bare = await measureBare(bench, sockets);
    const entered = await startFresh(bench, stack);
    const table = await createLiveTable(entered);
    const clients = startClients(stack, bench.signal);
    const measure = await watchGrowth(bench, entered, sockets);
    await clients.open({ url: socketUrl(entered), sockets, heartbeatSeconds });
    const connected = await measure();
    await clients.join({ topic: table.topic });
    const joined = await measure();
    const { faults } = await clients.arrived(0);

    const each = `memory of each of ${sockets.toLocaleString('en-US')} idle sockets`;
    const finding = (what: string, { edge, realtime }: Growth): Figure => ({
      work: `${each}, ${what}; B: of a bare Node \`ws\` server`,
      ...{ a: edge + realtime, b: bare, below: bare + maxBytes, show: kilobytes },
    });
    const split = (what: string, { edge, realtime }: Growth) =>
      `${what}: edge ${kilobytes(edge)}, realtime ${kilobytes(realtime)}`;
    const room = sockets < wanted ? [`the limit of open files allows ${sockets} of ${wanted} sockets`] : [];
    return {
      findings: [finding('connected', connected), finding('joined to a table', joined)],
      faults,
      note: [split('connected', connected), split('joined', joined), ...room].join('; '),
    };
  },
};

/** A fresh instance: in processes that have worked already, sockets would reuse free memory. */
async function startFresh({ signal }: Bench, stack: AsyncDisposableStack): Promise<Entered> {
  const instance = await startInstance(stack, signal);
  const { API_KEY, ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = instance.settings;
  const api = createApi(instance.apiUrl, API_KEY, signal);
  const { access_token: token } = await api<Tokens>('/users/token', { json: { email, password } });
  return { instance, api, world: { token } };
}

async function measureBare(bench: Bench, sockets: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { url, pid } = await startRelay(bench, stack);
  const clients = startClients(stack, bench.signal);
  const growth = watch(pid, sockets);
  await clients.open({ url, sockets, heartbeatSeconds });
  await rest(bench);
  return growth();
}

/** Measures, after an idle time, how much the processes that hold the sockets grow from now on. */
async function watchGrowth(bench: Bench, { instance }: Entered, sockets: number) {
  const pids = new Map((await instance.services()).map(({ name, pid }) => [name, pid]));
  const growthOf = (name: keyof Growth) => {
    const pid = pids.get(name);
    if (pid === undefined) throw new Error(`there is no ${name} process`);
    return watch(pid, sockets);
  };
  const [edge, realtime] = [growthOf('edge'), growthOf('realtime')];
  return async (): Promise<Growth> => {
    await rest(bench);
    return { edge: edge(), realtime: realtime() };
  };
}

function watch(pid: number, sockets: number): () => number {
  const bytes = () => {
    const { resident, proportional } = memoryOf(pid);
    return proportional ?? resident;
  };
  const before = bytes();
  return () => (bytes() - before) / sockets;
}

function rest({ signal }: Bench): Promise<void> {
  return sleep(restMs, undefined, { signal });
}

function roomForSockets(): number {
  const limit = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  if (limit === 'unlimited') return Number.POSITIVE_INFINITY;
  return Math.floor((Number(limit) - files.others) / files.ofSocket);
}
