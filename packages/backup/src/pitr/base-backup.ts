import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { z } from 'zod';
import { compactTime } from '../compact-time.ts';
import { syncDirectory, writeSynced } from '../store/durable-files.ts';
import { TarFile } from './tar-file.ts';

/** What is known about a base backup. It is written when the backup is complete. */
export const BaseBackup = z.object({
  name: z.string(),
  timeline: z.number(),
  /** Recovery begins with this segment. */
  startSegment: z.string(),
  stopLsn: z.string(),
  /** The earliest moment that can be restored with it. */
  stoppedAt: z.string(),
  /** Unpacked. */
  bytes: z.number(),
});
export type BaseBackup = z.infer<typeof BaseBackup>;

/**
 * Packs the data directory of a running server into `directory`. `client` is a superuser's session, which stays open. The files
 * are torn, since the server goes on: only with the log since the start is it a database.
 */
export async function makeBaseBackup(
  client: Client,
  dataDirectory: string,
  directory: string,
): Promise<BaseBackup> {
  const name = `base_${compactTime(new Date())}`;
  const partial = join(directory, `${name}.tar.gz.partial`);
  const tar = await TarFile.create(partial);
  try {
    const { rows: started } = await client.query<{ segment: string; timeline: string }>(
      `select file as segment, substr(file, 1, 8) as timeline
       from (select pg_walfile_name(pg_backup_start($1, true)) as file) f`,
      [name],
    );
    const bytes = await tar.addDirectory(dataDirectory);
    const { rows: stopped } = await client.query<{ lsn: string; labelfile: string; at: Date }>(
      'select lsn::text, labelfile, clock_timestamp() as at from pg_backup_stop(false)',
    );
    const [{ segment, timeline } = missing(), { lsn, labelfile, at } = missing()] = [started[0], stopped[0]];
    await tar.addBytes('backup_label', Buffer.from(labelfile));
    await tar.finish();
    const made = {
      name,
      timeline: Number.parseInt(timeline, 16),
      startSegment: segment,
      stopLsn: lsn,
      stoppedAt: at.toISOString(),
      bytes,
    };
    await rename(partial, join(directory, `${name}.tar.gz`));
    await writeSynced(join(directory, `${name}.json`), JSON.stringify(made));
    await syncDirectory(directory);
    return made;
  } catch (error) {
    await tar.discard();
    throw error;
  }
}

function missing(): never {
  throw new Error('Postgres answered without a row.');
}
