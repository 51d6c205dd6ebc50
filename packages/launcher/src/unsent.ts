import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { StatePaths } from './paths.ts';

const listenAgainMs = 1000;
/** unix(7): 108 with the zero at the end. */
const mostPathBytes = 107;
/** A port that nobody listens at. */
const nobody = '127.0.0.1:1';
/** proc_net_tcp(5): local address and port, remote address and port, state, bytes that have not been acknowledged. */
const row = /^ *\d+: [0-9A-F]+:([0-9A-F]+) ([0-9A-F]+):([0-9A-F]+) [0-9A-F]+ ([0-9A-F]+):/gm;

/**
 * Where the edge asks: a socket in the state directory, which nobody else can get at. Where that can't be, because its name is
 * too long or the system is not Linux, it asks in vain, and goes by heartbeats.
 */
export function supervisorAddress({ supervisorSocket }: StatePaths): string {
  return canTell(supervisorSocket) ? `unix:${supervisorSocket}` : nobody;
}

/** Tells the edge what it can't know by itself: how many bytes its clients have not taken yet. */
export function tellUnsent({ supervisorSocket }: StatePaths, ports: readonly number[]): void {
  if (!canTell(supervisorSocket)) return;
  const server = createServer(async (request, response) => {
    try {
      const peers: unknown = await json(request);
      const unsent = await readUnsent(ports, z.array(z.string()).parse(peers));
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(unsent));
    } catch {
      response.writeHead(503).end();
    }
  });
  const listen = () => {
    // A supervisor that was killed has left it.
    rmSync(supervisorSocket, { force: true });
    server.listen(supervisorSocket);
  };
  server.on('error', () => setTimeout(listen, listenAgainMs).unref());
  server.unref();
  listen();
}

function canTell(path: string): boolean {
  return process.platform === 'linux' && Buffer.byteLength(path) <= mostPathBytes;
}

/**
 * The bytes that the kernel was given for clients of these ports and that they have not acknowledged. Clients are named by
 * their address and port, as `URL` writes hosts; one that has no connection is not in the answer.
 */
export async function readUnsent(
  ports: readonly number[],
  peers: readonly string[],
): Promise<Record<string, number>> {
  const wanted = new Set(peers);
  // A kernel may have no IPv6.
  const v6 = readFile('/proc/net/tcp6', 'latin1').catch(() => '');
  const tables = await Promise.all([readFile('/proc/net/tcp', 'latin1'), v6]);
  const connections = tables.flatMap((table) => [...connectionsIn(table, ports)]);
  return Object.fromEntries(connections.filter(([peer]) => wanted.has(peer)));
}

function* connectionsIn(table: string, ports: readonly number[]): Generator<[peer: string, bytes: number]> {
  for (const [, port = '', address = '', peerPort = '', bytes = ''] of table.matchAll(row)) {
    if (ports.includes(Number.parseInt(port, 16))) {
      yield [hostOf(address, Number.parseInt(peerPort, 16)), Number.parseInt(bytes, 16)];
    }
  }
}

/** The kernel writes addresses as numbers of four bytes, of which little-endian machines have the last byte first. */
function hostOf(address: string, port: number): string {
  const bytes = Buffer.from(address, 'hex').swap32();
  const isV4 = bytes.length === 4;
  const host = isV4 ? bytes.join('.') : `[${bytes.toString('hex').replace(/(.{4})(?!$)/g, '$1:')}]`;
  return new URL(`http://${host}:${port}`).host;
}
