import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePorts } from '../testing/free-ports.ts';
import { checkPorts, reachableHost } from './ports.ts';

let server: Server | undefined;

afterEach(() => server?.close());

function listen(host: string): Promise<number> {
  return new Promise((resolve) => {
    server = createServer().listen(0, host, () => {
      const address = server?.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

test('a taken port is reported with the variable that changes it', async () => {
  const port = await listen('127.0.0.1');
  const use = { variable: 'BACKEND_PORT', host: '127.0.0.1', port, purpose: 'the API' };
  await expect(checkPorts([use])).rejects.toThrow(
    `Port ${port} (the API) is taken by another program. Set BACKEND_PORT`,
  );
});

test('a program on loopback alone is found when SelfDB would listen on all addresses', async () => {
  const port = await listen('127.0.0.1');
  const use = { variable: 'FRONTEND_PORT', host: '0.0.0.0', port, purpose: 'the dashboard' };
  await expect(checkPorts([use])).rejects.toThrow('FRONTEND_PORT');
});

test('one port for two purposes is refused with both variables', async () => {
  const [port = 0] = await findFreePorts(1);
  const uses = ['AUTH_PORT', 'DB_PORT'].map((variable) => ({
    variable,
    host: '127.0.0.1',
    port,
    purpose: 'x',
  }));
  await expect(checkPorts(uses)).rejects.toThrow(`Port ${port} is given to both AUTH_PORT and DB_PORT.`);
  await expect(checkPorts(uses.slice(1))).resolves.toBeUndefined();
});

test('an address of another machine is refused', async () => {
  const use = { variable: 'BACKEND_PORT', host: '192.0.2.1', port: 54321, purpose: 'the API' };
  await expect(checkPorts([use])).rejects.toThrow('LISTEN_HOST 192.0.2.1 is not an address of this machine');
});

test('a service on a wildcard address is reached through loopback', () => {
  expect(['0.0.0.0', '::', '::1', '10.0.0.5'].map(reachableHost)).toEqual([
    '127.0.0.1',
    '[::1]',
    '[::1]',
    '10.0.0.5',
  ]);
});
