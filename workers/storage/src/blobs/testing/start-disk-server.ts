import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';

const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd');

/**
 * Starts workerd's disk service for a directory on a free port of 127.0.0.1, with `allowDotfiles`, which the bindings
 * of miniflare do not support. Writes its configuration to `folder`.
 */
export async function startDiskServer(directory: string, folder: string) {
  const config = join(folder, 'disk.capnp');
  writeFileSync(config, configFor(directory));
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'] as const;
  const child = spawn(workerd, ['serve', '--control-fd=3', config], { stdio: [...stdio] });
  const ended = once(child, 'close');
  process.once('exit', () => child.kill('SIGKILL'));
  const control = child.stdio[3];
  if (!(control instanceof Readable)) throw new Error('workerd has no control pipe');
  // https://github.com/cloudflare/workerd, src/workerd/server/workerd.c++, --control-fd
  const [line] = await Promise.race([once(control, 'data'), ended]);
  const { port }: { port: number } = JSON.parse(String(line));
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function configFor(directory: string): string {
  return `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "disk", disk = (path = ${JSON.stringify(directory)}, writable = true, allowDotfiles = true))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "disk")]
);
`;
}
