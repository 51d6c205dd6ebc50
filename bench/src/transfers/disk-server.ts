import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { benchFolder, programs } from '../paths.ts';
import { freePorts } from '../system/ports.ts';
import { startServer } from '../system/program.ts';
import { untilAnswering } from '../system/until-answering.ts';

/** Starts workerd's disk service alone, on a folder next to the instance's, and returns its address. */
export async function startDiskServer(
  { instance, signal }: Bench,
  stack: AsyncDisposableStack,
): Promise<string> {
  const folder = join(instance.folder, 'direct');
  await mkdir(folder, { recursive: true });
  const { port } = await freePorts(['port']);
  const args = [
    ...['serve', join(benchFolder, 'disk.capnp')],
    `--socket-addr=http=127.0.0.1:${port}`,
    `--directory-path=blobs=${folder}`,
  ];
  const server = await startServer(join(programs, 'workerd'), args, {
    cwd: benchFolder,
    env: { PATH: process.env.PATH ?? '' },
    logPath: join(instance.folder, 'disk.log'),
  });
  stack.defer(() => server.stop());
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(url, signal);
  return url;
}
