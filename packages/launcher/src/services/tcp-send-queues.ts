import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { StatePaths } from '../config/paths.ts';

const listenAgainMs = 1000;
/** unix(7): 108 with the zero at the end. */
const maxPathBytes = 107;
/** A port without a listener. */
const noListener = '127.0.0.1:1';
/** proc_net_tcp(5): local address and port, remote address and port, state, bytes that have not been acknowledged. */
const row = /^ *\d+: [0-9A-F]+:([0-9A-F]+) ([0-9A-F]+):([0-9A-F]+) ([0-9A-F]+) ([0-9A-F]+):/gm;
/** The state of a connection that the other end has closed: TCP_CLOSE_WAIT of include/net/tcp_states.h. */
const closedByPeer = '08';

/**
 * Where the edge asks for send queues: a socket in the state directory, which no other user can reach. If its path is too
 * long or the system is not Linux, the edge gets no answer and relies on heartbeats.
 */
export function supervisorAddress({ supervisorSocket }: StatePaths): string {
  return isSupported(supervisorSocket) ? `unix:${supervisorSocket}` : noListener;
}

/**
 * Answers two questions about clients of these ports that the runtime can't: how many bytes they have not received yet, and at
 * `/closed-connections` which of them have closed their connections.
 */
export function serveTcpSendQueues({ supervisorSocket }: StatePaths, ports: readonly number[]): void {
  if (!isSupported(supervisorSocket)) return;
  const server = createServer(async (request, response) => {
    try {
      const peers: unknown = await json(request);
      const read = request.url === '/closed-connections' ? readClosedConnections : readTcpSendQueues;
      const answer = await read(ports, z.array(z.string()).parse(peers));
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer));
    } catch {
      response.writeHead(503).end();
    }
  });
  const listen = () => {
    // A killed supervisor leaves the socket's file.
    rmSync(supervisorSocket, { force: true });
    server.listen(supervisorSocket);
  };
  server.on('error', () => setTimeout(listen, listenAgainMs).unref());
  server.unref();
  listen();
}

function isSupported(path: string): boolean {
  return process.platform === 'linux' && Buffer.byteLength(path) <= maxPathBytes;
}

/**
 * How many bytes each of these clients (`peers`) of these ports has not acknowledged. Clients are named by address and
 * port, as `URL` writes hosts. A client without a connection is not in the answer.
 */
export async function readTcpSendQueues(
  ports: readonly number[],
  peers: readonly string[],
): Promise<Record<string, number>> {
  const connections = await readConnections(ports, peers);
  return Object.fromEntries(connections.map(({ peer, bytes }) => [peer, bytes]));
}

/** Which of these clients (`peers`) of these ports have closed their end of the connection. */
export async function readClosedConnections(
  ports: readonly number[],
  peers: readonly string[],
): Promise<string[]> {
  const connections = await readConnections(ports, peers);
  return connections.filter(({ isClosed }) => isClosed).map(({ peer }) => peer);
}

interface Connection {
  peer: string;
  bytes: number;
  isClosed: boolean;
}

async function readConnections(ports: readonly number[], peers: readonly string[]): Promise<Connection[]> {
  const wanted = new Set(peers);
  // The kernel may lack IPv6.
  const v6 = readFile('/proc/net/tcp6', 'latin1').catch(() => '');
  const tables = await Promise.all([readFile('/proc/net/tcp', 'latin1'), v6]);
  return tables.flatMap((table) => [...connectionsIn(table, ports)]).filter(({ peer }) => wanted.has(peer));
}

function* connectionsIn(table: string, ports: readonly number[]): Generator<Connection> {
  for (const [, port = '', address = '', peerPort = '', state, bytes = ''] of table.matchAll(row)) {
    if (ports.includes(Number.parseInt(port, 16))) {
      const peer = hostOf(address, Number.parseInt(peerPort, 16));
      yield { peer, bytes: Number.parseInt(bytes, 16), isClosed: state === closedByPeer };
    }
  }
}

/** The kernel prints addresses as four-byte numbers, on little-endian machines with the last byte first. */
function hostOf(address: string, port: number): string {
  const bytes = Buffer.from(address, 'hex').swap32();
  const isV4 = bytes.length === 4;
  const host = isV4 ? bytes.join('.') : `[${bytes.toString('hex').replace(/(.{4})(?!$)/g, '$1:')}]`;
  return new URL(`http://${host}:${port}`).host;
}
