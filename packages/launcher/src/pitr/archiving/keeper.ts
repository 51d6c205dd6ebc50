import { setTimeout as sleep } from 'node:timers/promises';
import { type BaseBackup, makeBaseBackup, removeBaseBackup } from '@selfdb/backup/pitr/base-backup';
import {
  findDispensable,
  findFirstSegment,
  listBaseBackups,
  sweepUnfinished,
} from '@selfdb/backup/pitr/base-backups';
import type { LogFiles } from '@selfdb/backup/pitr/files/log-files';
import { WalArchive } from '@selfdb/backup/pitr/wal-archive';
import { describeError, type Log } from '@selfdb/server/log';
import type { StatePaths } from '../../config/paths.ts';
import type { Settings } from '../../config/settings.ts';
import { withClient } from '../../database/client.ts';
import type { PostgresInstallation } from '../../postgres/installation.ts';
import { ancestorsOf, readTimeline } from '../lineage.ts';
import { openLogFiles } from '../open-log-files.ts';
import { makeForPostgres, type PitrPlaces, pitrPlaces } from '../places.ts';
import { Archiver } from './archiver.ts';
import { type PitrState, readPitrState, writePitrState } from './state.ts';

const ARCHIVE_EVERY_MS = 500;
const CARE_EVERY_MS = 15_000;
const LOG_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Keeps the archive of the embedded Postgres: its log, a base backup a day, and no more than the window needs. */
export class PitrKeeper {
  readonly #settings: Settings;
  readonly #paths: StatePaths;
  readonly #installation: PostgresInstallation;
  readonly #places: PitrPlaces;
  readonly #log: Log;
  #state: PitrState;
  readonly #known = new Map<string, BaseBackup>();
  #loggedAt = 0;

  constructor(settings: Settings, paths: StatePaths, installation: PostgresInstallation, log: Log) {
    this.#settings = settings;
    this.#paths = paths;
    this.#installation = installation;
    this.#places = pitrPlaces(installation);
    this.#log = log;
    this.#state = readPitrState(paths) ?? {
      enabled_at: new Date().toISOString(),
      failing: { log: null, base: null },
    };
    writePitrState(paths, this.#state);
  }

  start(): void {
    makeForPostgres(this.#places.archived, this.#installation);
    const archive = new WalArchive(openLogFiles(this.#settings, this.#installation));
    const archiver = new Archiver(this.#installation.data, this.#places.archived, archive);
    void this.#repeat('log', ARCHIVE_EVERY_MS, () => archiver.run());
    void this.#repeat('base', CARE_EVERY_MS, () => this.#care(archive));
  }

  /** Repeats work for ever. What fails twice is told to the log and to `./selfdb status`: Postgres may just be restarting. */
  async #repeat(
    what: keyof PitrState['failing'],
    everyMs: number,
    work: () => Promise<void>,
  ): Promise<never> {
    for (let failures = 0; ; await sleep(everyMs)) {
      try {
        await work();
        failures = 0;
        if (this.#state.failing[what]) this.#note(what, null);
      } catch (error) {
        failures += 1;
        if (failures > 1) this.#fail(what, error);
      }
    }
  }

  async #care(archive: WalArchive): Promise<void> {
    const { files } = archive;
    const timeline = await readTimeline(this.#superuser());
    const all = await listBaseBackups(files.store, this.#known);
    const usable = await ancestorsOf(all, timeline, archive, this.#installation.data);
    if (this.#isDue(usable.at(-1))) {
      await sweepUnfinished(files.store);
      const made = await this.#makeBase(files);
      all.push(made);
      usable.push(made);
    }
    const oldest = new Date(Date.now() - this.#settings.BACKUP_PITR_DAYS * DAY_MS);
    const dispensable = findDispensable(all, usable, oldest);
    if (dispensable.length === 0) return;
    for (const base of dispensable) await removeBaseBackup(files, base);
    const first = findFirstSegment(all.filter((base) => !dispensable.includes(base)));
    if (first) await archive.removeBefore(first);
  }

  #isDue(last: BaseBackup | undefined): boolean {
    if (!last) return true;
    const at = Date.parse(last.stoppedAt);
    return Date.now() - at > DAY_MS || at < Date.parse(this.#state.enabled_at);
  }

  async #makeBase(files: LogFiles): Promise<BaseBackup> {
    const base = await withClient(this.#superuser(), (client) =>
      makeBaseBackup(client, this.#installation.data, files),
    );
    this.#log('info', 'base backup made', { name: base.name, bytes: base.bytes });
    return base;
  }

  #superuser() {
    const { sockets } = this.#installation;
    return { host: sockets, port: this.#settings.DB_PORT, user: 'postgres', database: 'postgres' };
  }

  #fail(what: keyof PitrState['failing'], error: unknown): void {
    const before = this.#state.failing[what];
    const since = before?.since ?? new Date().toISOString();
    const message = error instanceof Error ? error.message : String(error);
    if (before?.message !== message) this.#note(what, { since, message });
    if (Date.now() - this.#loggedAt < LOG_EVERY_MS) return;
    this.#loggedAt = Date.now();
    this.#log('error', `archiving failed: ${what}`, { since, ...describeError(error) });
  }

  #note(what: keyof PitrState['failing'], failure: PitrState['failing']['log']): void {
    this.#state = { ...this.#state, failing: { ...this.#state.failing, [what]: failure } };
    writePitrState(this.#paths, this.#state);
  }
}
