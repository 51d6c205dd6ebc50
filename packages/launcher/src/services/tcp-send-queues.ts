import { readFile } from 'node:fs/promises';
import { socketsIn } from '../processes/tcp-table.ts';

/** The state of a connection that the other end has closed: TCP_CLOSE_WAIT of include/net/tcp_states.h. */
const closedByPeer = '08';

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
  for (const { localPort, remoteAddress, remotePort, state, unacknowledgedBytes } of socketsIn(table)) {
    if (!ports.includes(localPort)) continue;
    const peer = hostOf(remoteAddress, remotePort);
    yield { peer, bytes: unacknowledgedBytes, isClosed: state === closedByPeer };
  }
}

/** The kernel prints addresses as four-byte numbers, on little-endian machines with the last byte first. */
function hostOf(address: string, port: number): string {
  const bytes = Buffer.from(address, 'hex').swap32();
  const isV4 = bytes.length === 4;
  const host = isV4 ? bytes.join('.') : `[${bytes.toString('hex').replace(/(.{4})(?!$)/g, '$1:')}]`;
  return new URL(`http://${host}:${port}`).host;
}
