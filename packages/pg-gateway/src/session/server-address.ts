import net from 'node:net';
import type { ClientConfig } from 'pg';
import { startupOptions } from './session-settings.ts';
import { cancelRequestPacket } from './wire.ts';

const connectTimeoutMs = 5_000;
const cancelTimeoutMs = 2_000;

/**
 * The configuration of a `pg` client. The settings go with the startup packet, so `RESET ALL` returns to them. Settings
 * in the URL's own `options` win. Leaves out those named in `unknownSettings`.
 */
export function clientConfig(
  databaseUrl: string,
  statementTimeoutMs: number,
  settings: Record<string, string> = {},
  unknownSettings: ReadonlySet<string> = new Set(),
): ClientConfig {
  const url = new URL(databaseUrl);
  const options =
    `${startupOptions(settings, unknownSettings)} ${url.searchParams.get('options') ?? ''}`.trim();
  url.searchParams.set('options', options);
  return {
    connectionString: url.toString(),
    application_name: 'selfdb-gateway',
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

export interface BackendKey {
  processID: number;
  secretKey: number;
}

/** Asks the server to cancel what the backend runs; resolves when the server has signalled it. */
export function sendCancelRequest(server: { host: string; port: number }, key: BackendKey): Promise<void> {
  return new Promise((resolve, reject) => {
    const target = server.host.startsWith('/')
      ? { path: `${server.host}/.s.PGSQL.${server.port}` }
      : { host: server.host, port: server.port };
    const socket = net.connect(target, () => socket.write(cancelRequestPacket(key.processID, key.secretKey)));
    socket.setTimeout(cancelTimeoutMs, () => socket.destroy(new Error('the cancel request timed out')));
    socket.on('error', reject);
    // The server closes the connection once the signal is sent.
    socket.on('close', () => resolve());
    socket.resume();
  });
}
