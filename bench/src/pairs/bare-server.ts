import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { freePorts } from '../system/ports.ts';
import { startServer } from '../system/program.ts';
import { untilAnswering } from '../system/until-answering.ts';
import type { Pair, Side } from './pair.ts';
import { rowById } from './row-by-id.ts';

const program = join(import.meta.dirname, './servers/bare-server.ts');

export const bareServer: Pair = {
  name: 'bare-server',
  title: 'row by id ÷ a bare Node `http` and `pg` server doing the same SELECT',
  target: { atLeast: 0.25 },
  figure: 'perSecond',
  open: async (bench, stack) => {
    const paths = bench.world.rowIds.map((id) => `/rows/${id}`);
    return [rowById(bench), await openBareServer(bench, stack, 'bare server', paths)];
  },
};

/** A side that reads the paths from a bare Node `http` and `pg` server of its own. */
export async function openBareServer(
  bench: Bench,
  stack: AsyncDisposableStack,
  title: string,
  paths: string[],
): Promise<Side> {
  const { port } = await freePorts(['port']);
  const server = await startServer(process.execPath, [program], {
    cwd: import.meta.dirname,
    env: { PORT: String(port), DATABASE_URL: bench.instance.databaseUrl },
    logPath: join(bench.instance.folder, 'bare-server.log'),
  });
  stack.defer(() => server.stop());
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(url, bench.signal);
  const requests = paths.map((path) => ({ method: 'GET' as const, path }));
  return {
    title,
    load: { url, headers: {}, requests },
    process: { name: 'bare server', pid: server.pid },
  };
}
