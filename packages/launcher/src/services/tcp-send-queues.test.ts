import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createStateDirectories, statePaths } from '../config/paths.ts';
import { reachableHost } from '../config/ports.ts';
import { supervisorAddress } from '../supervisor-socket/address.ts';
import { serveSupervisorSocket } from '../supervisor-socket/serve.ts';
import { readClosedConnections, readTcpSendQueues } from './tcp-send-queues.ts';

const MEBIBYTE = 1024 * 1024;
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A client that reads nothing yet, whose server has sent it more than the kernel keeps. */
async function connectTo(host: string) {
  const server = createServer((socket) => socket.on('error', () => {}).write(Buffer.alloc(64 * MEBIBYTE)));
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client: Socket = connect(port, host);
  client.pause();
  await once(client, 'connect');
  ends.push(
    () => client.destroy(),
    () => server.close(),
  );
  return { client, port, peer: `${reachableHost(host)}:${client.localPort}` };
}

describe.skipIf(process.platform !== 'linux')('a TCP send queue', () => {
  it.each(['127.0.0.1', '::1'])('to a client at %s has bytes until the client reads them', async (host) => {
    const { client, port, peer } = await connectTo(host);
    const queued = async () => (await readTcpSendQueues([port], [peer]))[peer];
    await expect.poll(queued).toBeGreaterThan(0);
    client.resume();
    await expect.poll(queued).toBe(0);
  });

  it('is reported for the given ports and clients only', async () => {
    const [one, other] = [await connectTo('127.0.0.1'), await connectTo('127.0.0.1')];
    expect(Object.keys(await readTcpSendQueues([one.port, other.port], [one.peer, '192.0.2.1:1']))).toEqual([
      one.peer,
    ]);
    expect(await readTcpSendQueues([other.port], [one.peer])).toEqual({});
  });

  it('is reported to a valid request on the socket', async () => {
    const paths = statePaths(await mkdtemp(join(tmpdir(), 'selfdb-')));
    createStateDirectories(paths);
    ends.push(() => rmSync(paths.state, { recursive: true }));
    const { port, peer } = await connectTo('127.0.0.1');
    // A killed supervisor leaves the file.
    writeFileSync(paths.supervisorSocket, '');
    serveSupervisorSocket(paths, [port]);
    expect(supervisorAddress(paths)).toBe(`unix:${paths.supervisorSocket}`);
    const ask = async (body: string) => {
      const asked = request({ socketPath: paths.supervisorSocket, method: 'POST' }).end(body);
      const [response] = await once(asked, 'response');
      return { status: response.statusCode, body: await text(response) };
    };
    const { status, body } = await ask(JSON.stringify([peer]));
    expect([status, JSON.parse(body)]).toEqual([200, { [peer]: expect.any(Number) }]);
    for (const wrong of ['', '{}', '[1]']) expect(await ask(wrong)).toEqual({ status: 503, body: '' });
  });

  it('is not available when the path of the socket would be too long', () => {
    const paths = statePaths(`/${'x'.repeat(100)}`);
    expect(supervisorAddress(paths)).toBe('127.0.0.1:1');
    serveSupervisorSocket(paths, []);
  });
});

it.skipIf(process.platform !== 'linux')(
  'a connection is reported as closed once its client has closed it',
  async () => {
    const { client, port, peer } = await connectTo('127.0.0.1');
    const other = await connectTo('127.0.0.1');
    const closed = () => readClosedConnections([port, other.port], [peer, other.peer]);
    expect(await closed()).toEqual([]);
    client.end();
    await expect.poll(closed).toEqual([peer]);
  },
);
