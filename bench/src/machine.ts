import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { programs } from './paths.ts';
import type { Instance } from './system/instance.ts';

/** The machine and the versions that the figures depend on, each as a phrase. */
export async function describeMachine({ databaseUrl }: Instance, wrkVersion: string): Promise<string[]> {
  const workerd = execFileSync(join(programs, 'workerd'), ['--version'], { encoding: 'utf8' }).trim();
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 1024 ** 3)} GB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    workerd,
    `Postgres ${await serverVersion(databaseUrl)}`,
    `wrk ${wrkVersion}`,
  ];
}

async function serverVersion(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}
