import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { z } from 'zod';
import { TAR_END } from '../archive/tar-header.ts';
import { compactTime } from '../compact-time.ts';
import type { LogFiles } from './files/log-files.ts';
import { type PackedFiles, tarBytes, tarDirectory } from './tar-directory.ts';
import { verifyBase } from './verify-base.ts';

/** The quickest that compresses: the server has to keep its log meanwhile. */
const GZIP = { level: 1, chunkSize: 256 * 1024, highWaterMark: 2 * 1024 ** 2 };

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

/** The file of a base backup. */
export function baseFile({ name }: Pick<BaseBackup, 'name'>): string {
  return `${name}.tar.gz`;
}

/**
 * Packs the data directory of a running server, reads the result back, and then describes it, which makes it count. `client` is a
 * superuser's session, which stays open. The files are torn, since the server goes on: only with the log since the start is it a
 * database.
 */
export async function makeBaseBackup(
  client: Client,
  dataDirectory: string,
  files: LogFiles,
): Promise<BaseBackup> {
  const name = `base_${compactTime(new Date())}`;
  files.forgetKeys();
  try {
    const packed: PackedFiles = new Map();
    let description: Omit<BaseBackup, 'name' | 'bytes'> | undefined;
    const pack = async function* () {
      const started = await begin(client, name);
      yield* tarDirectory(dataDirectory, packed);
      const { label, ...stopped } = await end(client);
      yield* tarBytes('backup_label', label, packed);
      yield TAR_END;
      description = { ...started, ...stopped };
    };
    const read = await pipeline(pack, createGzip(GZIP), (content: AsyncIterable<Uint8Array>) =>
      files.put(baseFile({ name }), content),
    );
    await verifyBase(read(), packed);
    if (!description) throw new Error('The base backup ended too early.');
    const bytes = [...packed.values()].reduce((sum, { size }) => sum + size, 0);
    const made = { name, ...description, bytes };
    await files.store.put(descriptionFile(made), once(JSON.stringify(made)));
    return made;
  } catch (error) {
    await removeBaseBackup(files, { name }).catch(() => {
      // It is swept before the next one.
    });
    throw error;
  }
}

/** Removes a base backup, its description first, so that no incomplete one is listed. */
export async function removeBaseBackup(files: LogFiles, base: Pick<BaseBackup, 'name'>): Promise<void> {
  await files.store.remove(descriptionFile(base));
  await files.remove(baseFile(base));
}

function descriptionFile({ name }: Pick<BaseBackup, 'name'>): string {
  return `${name}.json`;
}

async function begin(client: Client, label: string) {
  const { rows } = await client.query<{ segment: string; timeline: string }>(
    `select file as segment, substr(file, 1, 8) as timeline
     from (select pg_walfile_name(pg_backup_start($1, true)) as file) f`,
    [label],
  );
  const { segment, timeline } = rows[0] ?? missing();
  return { timeline: Number.parseInt(timeline, 16), startSegment: segment };
}

async function end(client: Client) {
  const { rows } = await client.query<{ lsn: string; labelfile: string; at: Date }>(
    'select lsn::text, labelfile, clock_timestamp() as at from pg_backup_stop(false)',
  );
  const { lsn, labelfile, at } = rows[0] ?? missing();
  return { stopLsn: lsn, stoppedAt: at.toISOString(), label: Buffer.from(labelfile) };
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function missing(): never {
  throw new Error('Postgres answered without a row.');
}
