import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { findFreePorts } from '../testing/free-ports.ts';
import { canShareSockets, passSharedSockets } from './shared-sockets.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Answers with its id on each descriptor that it got. */
const SERVER = `for (const fd of [3, 4])
  require('node:http').createServer((_, answer) => answer.end(String(process.pid))).listen({ fd });`;

async function startServer(ports: number[]): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  await passSharedSockets(
    ports.map((port) => ({ host: '127.0.0.1', port })),
    (descriptors) => {
      const child = spawn(process.execPath, ['-e', SERVER], {
        stdio: ['ignore', 'ignore', 'ignore', ...descriptors],
      });
      children.push(child);
      resolve(child.pid ?? 0);
    },
  );
  return promise;
}

test.skipIf(!canShareSockets)(
  'several processes serve the same ports, and this one accepts nothing',
  async () => {
    const ports = await findFreePorts(2);
    const servers = [await startServer(ports), await startServer(ports)];
    for (const port of ports) {
      const answers = await Promise.all(
        Array.from({ length: 40 }, async () => {
          const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } });
          return Number(await answer.text());
        }),
      );
      expect([...new Set(answers)].sort()).toEqual(servers.toSorted());
    }
  },
);

test('a port that another program has is refused', async () => {
  const [port = 0] = await findFreePorts(1);
  const other = (await import('node:net')).createServer();
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
  try {
    await expect(passSharedSockets([{ host: '127.0.0.1', port }], () => {})).rejects.toThrow('EADDRINUSE');
  } finally {
    other.close();
  }
});
