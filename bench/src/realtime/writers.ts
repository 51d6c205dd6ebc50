import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.ts';
import { insertInto } from '../pairs/insert.ts';
import type { Background, Pair } from '../pairs/pair.ts';
import { createRowsTable } from '../world.ts';
import { type Clients, startClients } from './clients/start.ts';
import { socketUrl } from './live-table.ts';

const listeners = 10;
const target = { atLeast: 0.8 };

export const writers: Pair = {
  name: 'realtime-writers',
  title: 'insert into a table with realtime ÷ without realtime',
  target,
  figure: 'perSecond',
  open: async (bench) => {
    const live = await createTable(bench, true);
    return [insertInto(bench, 'insert, realtime', live.id), await insertQuietly(bench)];
  },
};

export const writersHeard: Pair = {
  name: 'realtime-writers-heard',
  title: `insert into a table with realtime and ${listeners} listening sockets ÷ without realtime`,
  target,
  figure: 'perSecond',
  open: async (bench, stack) => {
    const live = await createTable(bench, true);
    const clients = startClients(stack, bench.signal);
    await clients.open({ url: socketUrl(bench), sockets: listeners, heartbeatSeconds: 1 });
    await clients.join({ topic: `table:${live.name}` });
    const side = insertInto(bench, `insert, ${listeners} sockets listening`, live.id);
    return [{ ...side, startBeside: listening(clients) }, await insertQuietly(bench)];
  },
};

async function createTable({ api, world }: Bench, realtime_enabled: boolean) {
  const name = `written_${randomUUID().replaceAll('-', '')}`;
  return { name, ...(await createRowsTable(api, world.token, name, { realtime_enabled })) };
}

async function insertQuietly(bench: Bench) {
  return insertInto(bench, 'insert, no realtime', (await createTable(bench, false)).id);
}

/** Reports how many changes the sockets were sent during each run. */
function listening(clients: Clients): () => Background {
  let before = 0;
  return () => ({
    async stop() {
      const { arrived, faults } = await clients.arrived(0);
      const came = arrived - before;
      before = arrived;
      if (came === 0) faults.push('no changes arrived');
      return { note: `${came.toLocaleString('en-US')} changes arrived`, faults };
    },
  });
}
