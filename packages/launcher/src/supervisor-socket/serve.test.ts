import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createStateDirectories, statePaths } from '../config/paths.ts';
import { serveSupervisorSocket } from './serve.ts';

it('keeps a connection for longer than workerd, which closes it after 5 idle seconds', async () => {
  const paths = statePaths(await mkdtemp(join(tmpdir(), 'selfdb-')));
  createStateDirectories(paths);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
    rmSync(paths.state, { recursive: true });
  });
  serveSupervisorSocket(paths, []);
  const ask = async () => {
    const asked = request({ socketPath: paths.supervisorSocket, method: 'POST', agent }).end('[]');
    const [response]: IncomingMessage[] = await once(asked, 'response');
    response?.resume();
    return { status: response?.statusCode, isReused: asked.reusedSocket };
  };
  expect(await ask()).toEqual({ status: 200, isReused: false });
  await sleep(6500);
  expect(await ask()).toEqual({ status: 200, isReused: true });
}, 20_000);
