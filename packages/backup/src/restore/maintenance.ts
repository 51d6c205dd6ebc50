import type { Client } from 'pg';
import { withConnection } from '../snapshot/connect.ts';
import { databaseOf, sweepScratch, withDatabase } from './scratch-databases.ts';

/** Every server has it. Nothing is stored there. */
const DATABASE = 'postgres';

/** Held, in that database, by the job that makes or restores a backup. */
const JOB_LOCK = 5_327_201_848;

/** Thrown while another job is running. */
export class JobRunning extends Error {
  constructor() {
    super('Another backup or restore is running. Wait until it has ended.');
  }
}

export interface Maintenance {
  /** Connected to a database that is never replaced. */
  client: Client;
  url: string;
}

/** The same, where a caller may have kept other jobs off already. */
export function withHeldMaintenance<T>(
  { databaseUrl, held }: { databaseUrl: string; held?: Maintenance },
  work: (maintenance: Maintenance) => Promise<T>,
): Promise<T> {
  return held ? work(held) : withMaintenance(databaseUrl, work);
}

/** Throws JobRunning if a job is running, in whatever process. */
export function requireNoMaintenance(databaseUrl: string): Promise<void> {
  return withMaintenance(databaseUrl, async () => {});
}

/** Runs `work` while no other job runs, after removing what killed jobs have left. */
export function withMaintenance<T>(
  databaseUrl: string,
  work: (maintenance: Maintenance) => Promise<T>,
): Promise<T> {
  const url = withDatabase(databaseUrl, DATABASE);
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      JOB_LOCK,
    ]);
    if (!rows[0]?.locked) throw new JobRunning();
    await sweepScratch(client, databaseOf(databaseUrl), new Date());
    return work({ client, url });
  });
}
