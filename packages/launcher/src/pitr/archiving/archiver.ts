import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WalArchive } from '@selfdb/backup/pitr/wal-archive';
import { isHistory, isWalFile } from '@selfdb/backup/pitr/wal-name';

const READY = '.ready';

/** Archives what Postgres wants to have archived, and marks it in `archived`, where Postgres looks. */
export class Archiver {
  readonly #log: string;
  readonly #archived: string;
  readonly #archive: WalArchive;

  constructor(dataDirectory: string, archived: string, archive: WalArchive) {
    this.#log = join(dataDirectory, 'pg_wal');
    this.#archived = archived;
    this.#archive = archive;
  }

  /** Archives all files that are ready. Throws what kept one from being archived. */
  async run(): Promise<void> {
    const ready = this.#listReady();
    const marked = new Set(readdirSync(this.#archived));
    for (const name of ready) {
      if (marked.has(name)) continue;
      await this.#archive.store(name, join(this.#log, name));
      // If this is lost, the file is compared with the archive and marked again.
      writeFileSync(join(this.#archived, name), '', { mode: 0o644 });
    }
    const waiting = new Set(ready);
    for (const name of marked) if (!waiting.has(name)) rmSync(join(this.#archived, name), { force: true });
  }

  /** Postgres makes a file `<name>.ready`, and renames it when `archive_command` has succeeded. Histories first, as it does. */
  #listReady(): string[] {
    const names = readdirSync(join(this.#log, 'archive_status'))
      .filter((name) => name.endsWith(READY))
      .map((name) => name.slice(0, -READY.length))
      .filter(isWalFile)
      .sort();
    return [...names.filter(isHistory), ...names.filter((name) => !isHistory(name))];
  }
}
