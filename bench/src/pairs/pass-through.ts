import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { benchFolder, programs } from '../paths.ts';
import { freePorts } from '../system/ports.ts';
import { runProgram, startServer } from '../system/program.ts';
import { untilAnswering } from '../system/until-answering.ts';
import type { Pair } from './pair.ts';
import { rowById } from './row-by-id.ts';

export const passThrough: Pair = {
  name: 'pass-through',
  title: 'row by id ÷ a route that passes on one gateway answer, without checks',
  target: { atLeast: 0.75 },
  figure: 'perSecond',
  open: async (bench, stack) => {
    const { port, pid } = await startPassThrough(bench, stack);
    const url = `http://127.0.0.1:${port}`;
    const requests = bench.world.rowIds.map((id) => ({ method: 'GET' as const, path: `/rows/${id}` }));
    await untilAnswering(url, bench.signal);
    return [
      rowById(bench),
      { title: 'pass-through', load: { url, headers: {}, requests }, process: { name: 'pass-through', pid } },
    ];
  },
};

async function startPassThrough({ instance, signal }: Bench, stack: AsyncDisposableStack) {
  const { folder } = instance;
  const path = process.env.PATH ?? '';
  await runProgram(join(programs, 'wrangler'), ['deploy', '--dry-run', '--outdir', 'dist'], {
    cwd: benchFolder,
    env: { PATH: path, HOME: folder, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    signal,
  });
  const { port } = await freePorts(['port']);
  const { SECRET_KEY, API_KEY, INTERNAL_SECRET, GATEWAY_PORT } = instance.settings;
  const args = [
    ...['serve', join(benchFolder, 'pass-through.capnp')],
    `--socket-addr=http=127.0.0.1:${port}`,
    `--external-addr=pg-gateway=127.0.0.1:${GATEWAY_PORT}`,
  ];
  const server = await startServer(join(programs, 'workerd'), args, {
    cwd: benchFolder,
    env: {
      PATH: path,
      TZ: 'UTC',
      API_SETTINGS: JSON.stringify({
        ...{ SECRET_KEY, API_KEY, INTERNAL_SECRET },
        DATABASE_URL: instance.databaseUrl,
        LOG_LEVEL: process.env.LOG_LEVEL ?? '',
      }),
    },
    logPath: join(folder, 'pass-through.log'),
  });
  stack.defer(() => server.stop());
  return { port, pid: server.pid };
}
