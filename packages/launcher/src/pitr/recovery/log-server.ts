import { chownSync, copyFileSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WalArchive } from '@selfdb/backup/pitr/wal-archive';
import { isWalFile, nextSegment } from '@selfdb/backup/pitr/wal-name';
import type { Account } from '../../postgres/account.ts';

const POLL_MS = 20;
/** Segments that are unpacked before Postgres asks for them. */
const AHEAD = 2;
const WANTED = '.wanted';

/**
 * Gives a recovering Postgres the files of the log that its `restore_command` asks for: from the archive, or from the running
 * database, whose newest ones are not archived yet.
 */
export class LogServer {
  readonly #directory: string;
  readonly #archive: WalArchive;
  readonly #liveLog: string;
  readonly #account: Account | undefined;
  readonly #prepared = new Set<string>();

  constructor(directory: string, archive: WalArchive, liveLog: string, account: Account | undefined) {
    this.#directory = directory;
    this.#archive = archive;
    this.#liveLog = liveLog;
    this.#account = account;
  }

  /** Serves until `isOver`. `report` is told the name of each file. */
  async serve(isOver: () => boolean, report: (name: string) => void): Promise<void> {
    while (!isOver()) {
      for (const wanted of readdirSync(this.#directory).filter((name) => name.endsWith(WANTED))) {
        const name = wanted.slice(0, -WANTED.length);
        rmSync(join(this.#directory, wanted), { force: true });
        if (!isWalFile(name)) continue;
        report(name);
        await this.#answer(name);
        await this.#prepareAfter(name);
      }
      await sleep(POLL_MS);
    }
  }

  async #answer(name: string): Promise<void> {
    // Postgres takes what was prepared as soon as it asks.
    if (this.#prepared.delete(name)) return;
    if (await this.#unpack(name)) return;
    const live = join(this.#liveLog, name);
    if (existsSync(live)) {
      const part = join(this.#directory, `${name}.part`);
      copyFileSync(live, part);
      // While it was copied, Postgres may have begun to use the file for a later segment. Then it is in the archive.
      if (await this.#unpack(name)) return;
      this.#publish(name);
      return;
    }
    writeFileSync(join(this.#directory, `${name}.missing`), '', { mode: 0o644 });
  }

  async #prepareAfter(name: string): Promise<void> {
    let next = nextSegment(name);
    for (let ahead = 0; next && ahead < AHEAD; ahead += 1) {
      if (!this.#prepared.has(next)) {
        if (!(await this.#unpack(next))) return;
        this.#prepared.add(next);
      }
      next = nextSegment(next);
    }
  }

  async #unpack(name: string): Promise<boolean> {
    if (!(await this.#archive.unpack(name, join(this.#directory, `${name}.part`)))) return false;
    this.#publish(name);
    return true;
  }

  #publish(name: string): void {
    const part = join(this.#directory, `${name}.part`);
    if (this.#account) chownSync(part, this.#account.uid, this.#account.gid);
    renameSync(part, join(this.#directory, `${name}.ready`));
  }
}
