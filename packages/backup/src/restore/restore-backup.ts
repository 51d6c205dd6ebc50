import type { AuditActor } from '@selfdb/shared/system/audit/schema';
import type { Client } from 'pg';
import { ENTRIES, type Manifest } from '../archive/manifest.ts';
import { ArchiveError, readArchive } from '../archive/read-archive.ts';
import type { Report } from '../backup/progress.ts';
import { verifyArchive } from '../backup/verify-archive.ts';
import type { BlobStorage } from '../blobs/blob-storage.ts';
import { openArchive } from '../encryption/open-archive.ts';
import { withConnection } from '../snapshot/connect.ts';
import type { Archives } from '../store/backup-store.ts';
import { cleanRestored } from './clean-restored.ts';
import { type Maintenance, withHeldMaintenance } from './maintenance.ts';
import { proveRestore } from './prove-restore.ts';
import { restoreFile } from './restore-files.ts';
import { runScript } from './run-script.ts';
import {
  createLike,
  databaseOf,
  dropDatabase,
  type ScratchNames,
  scratchNames,
  withDatabase,
} from './scratch-databases.ts';
import { swapDatabases } from './swap-databases.ts';
import { requireSameSystem } from './system/compare-system.ts';
import { runGrants, takeSystemObjects } from './system/system-ownership.ts';

/** The system whose database is replaced. */
export interface RestoreTarget {
  /** As the system's role, which may create databases and is a member of the next one. */
  databaseUrl: string;
  /** As the role that owns the users' tables. The archive's script runs as this one: it has no rights on the server. */
  sqlUrl: string;
  blobs: BlobStorage;
  /** The migrations that this version knows. */
  knownMigrations: string[];
  /** Gives a new, empty database what only a superuser can, if there is one. */
  prepareEmpty: (database: string) => Promise<void>;
  /** Applies migrations in this order, or all that are missing. */
  migrate: (databaseUrl: string, names?: string[]) => Promise<void>;
  /** Sets roles and rights as each start does. */
  finish: (databaseUrl: string) => Promise<void>;
  /** Throws an OutOfSpace if there is no room for what an archive holds, beside what is there. */
  requireSpace: (contents: { databaseBytes: number; fileBytes: number }) => Promise<void>;
  /** Who asked for it, if that was by the API. */
  by?: AuditActor;
  /** Set by a caller that has kept other jobs off since before the restore. */
  held?: Maintenance;
  /** Calls `swap`, which replaces the database, or throws. */
  aroundSwap?: (swap: () => Promise<void>) => Promise<void>;
}

export interface FinishedRestore {
  /** Null for an archive of SelfDB 0.0.5, which has none. */
  manifest: Manifest | null;
  /** The name of the database that was replaced. */
  replaced: string;
  /** Sentences about what was left out. */
  notes: string[];
}

/**
 * Replaces the database by that of an archive: fills another database, proves it, and swaps the two. Until then nothing is
 * changed, and a failure leaves the system as it was.
 */
export async function restoreBackup(
  target: RestoreTarget,
  { store, keys }: Archives,
  filename: string,
  report: Report,
): Promise<FinishedRestore> {
  const { manifest } = await verifyArchive(store.read(filename), { keys }, report);
  return withScratch(target, manifest, report, async (filling, names, maintenanceUrl) => {
    const notes = await filling.fill(filename, openArchive(store.read(filename), keys));
    report({ step: 'swap', bytes: 0, total: undefined });
    const live = databaseOf(target.databaseUrl);
    const { aroundSwap = (swap) => swap() } = target;
    await aroundSwap(() =>
      swapDatabases(maintenanceUrl, { live, next: names.restore, replaced: names.before }),
    );
    return { manifest, replaced: names.before, notes };
  });
}

/** Restores the rows of an archive that was verified into a database of their own, compares them with it, and drops them. */
export function proveArchive(
  target: RestoreTarget,
  archive: AsyncIterable<Uint8Array>,
  manifest: Manifest,
  report: Report,
): Promise<void> {
  return withScratch(target, manifest, report, (filling) => filling.prove(archive));
}

/** Creates the databases of a restore, and drops what is left of them. */
async function withScratch<T>(
  target: RestoreTarget,
  manifest: Manifest,
  report: Report,
  work: (filling: Filling, names: ScratchNames, maintenanceUrl: string) => Promise<T>,
): Promise<T> {
  requireKnown(manifest, target.knownMigrations);
  const { database, files } = manifest;
  await target.requireSpace({ databaseBytes: database.size, fileBytes: files.size });
  const live = databaseOf(target.databaseUrl);
  return withHeldMaintenance(target, async ({ client, url }) => {
    const names = scratchNames(live, new Date());
    const scratch = [names.reference, names.restore];
    try {
      for (const name of scratch) await createLike(client, live, name);
      return await work(new Filling(target, names, manifest, report), names, url);
    } finally {
      // Without a connection they stay, and the next job sweeps them.
      for (const name of scratch) await dropDatabase(client, name).catch(() => {});
    }
  });
}

function requireKnown({ migrations, selfdb_version }: Manifest, known: string[]): void {
  const unknown = migrations.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ArchiveError(
    `The archive was made by SelfDB ${selfdb_version} and has the migration ${unknown}, which this version does not know. Update SelfDB first.`,
  );
}

/** Fills the database that will take the place of the live one. */
class Filling {
  readonly #target: RestoreTarget;
  readonly #names: ScratchNames;
  readonly #manifest: Manifest;
  readonly #report: Report;
  readonly #url: string;
  readonly #referenceUrl: string;

  constructor(target: RestoreTarget, names: ScratchNames, manifest: Manifest, report: Report) {
    this.#target = target;
    this.#names = names;
    this.#manifest = manifest;
    this.#report = report;
    this.#url = withDatabase(target.databaseUrl, names.restore);
    this.#referenceUrl = withDatabase(target.databaseUrl, names.reference);
  }

  /** Fills it with everything. Returns sentences about what was left out. */
  async fill(filename: string, archive: AsyncIterable<Uint8Array>): Promise<string[]> {
    let notes: string[] = [];
    await withConnection(this.#url, async (client) => {
      let fileBytes = 0;
      for await (const entry of readArchive(archive)) {
        if (entry.name === ENTRIES.database) {
          notes = await this.#restoreDatabase(entry.content);
        } else if (entry.name.startsWith(ENTRIES.storage)) {
          await restoreFile(client, this.#target.blobs, entry);
          fileBytes += entry.size;
          this.#report({ step: 'files', bytes: fileBytes, total: this.#manifest.files.size });
        } else {
          for await (const _ of entry.content);
        }
      }
      await this.#finish(client, filename);
    });
    return notes;
  }

  /** Fills it with the rows and definitions only, which the archive begins with. */
  async prove(archive: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const entry of readArchive(archive)) {
      if (entry.name === ENTRIES.database) {
        await this.#restoreDatabase(entry.content);
        return;
      }
    }
  }

  /** The script, owners and rights; then nothing of the system is other than it should be, and every row is there. */
  async #restoreDatabase(script: AsyncIterable<Uint8Array>): Promise<string[]> {
    const { restore, reference } = this.#names;
    const total = this.#manifest.database.size;
    await this.#target.prepareEmpty(restore);
    await this.#target.prepareEmpty(reference);
    await this.#target.migrate(this.#referenceUrl, this.#manifest.migrations);
    await this.#target.finish(this.#referenceUrl);
    const sqlUrl = withDatabase(this.#target.sqlUrl, restore);
    const role = decodeURIComponent(new URL(sqlUrl).username);
    await withConnection(this.#url, async (client) => {
      const name = client.escapeIdentifier(role);
      await client.query(`alter schema public owner to ${name}`);
      await client.query(`grant create on database ${client.escapeIdentifier(restore)} to ${name}`);
    });
    const { grants, notes } = await withConnection(sqlUrl, async (client) => {
      await client.query('set synchronous_commit to off');
      return runScript(client, script, (bytes) => this.#report({ step: 'database', bytes, total }));
    });
    const missing = await withConnection(this.#url, async (client) => {
      await takeSystemObjects(client);
      return runGrants(client, grants);
    });
    await requireSameSystem(this.#url, this.#referenceUrl);
    const leftOut = [...notes, ...missing];
    await proveRestore(this.#url, this.#manifest, leftOut.length > 0, this.#report);
    return leftOut;
  }

  async #finish(client: Client, filename: string): Promise<void> {
    this.#report({ step: 'finish', bytes: 0, total: undefined });
    await this.#target.migrate(this.#url);
    await cleanRestored(client, filename, this.#target.by);
    await this.#target.finish(this.#url);
    await client.query('analyze');
  }
}
