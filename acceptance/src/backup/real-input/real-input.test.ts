import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, flights, movies, replaceTable } from '@selfdb/example-movies';
import { ROOT, runLauncher } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { query } from '../../chaos/postgres.ts';
import type { Caller } from '../../clients/client.ts';
import { expectStatus } from '../../expectations.ts';
import {
  describeOwnSystem,
  logInTo,
  type OwnSystem,
  startOwnSystem,
} from '../../system-under-test/own-system.ts';
import { realTree, type TreeFile } from '../../world/folder-tree.ts';
import { type Bucket, createBucket, downloadPath, sha256, store } from '../../world/storage.ts';
import { type Contents, contentsOf } from './catalog.ts';
import { canDump, hasPsql, pgDump, psql } from './native-client.ts';

/** `npm run backup:long` takes everything. */
const isLong = process.env.BACKUP_LONG !== undefined;
const FLIGHTS = isLong ? 200_000 : 20_000;
const FILES = isLong ? 2000 : 60;
const TABLES = isLong ? 3000 : 300;

const EVERY_KIND = join(ROOT, 'packages/launcher/src/backup/testing/every-kind-of-object.sql');
const SERVER_MAJOR = 18;
/** A name that the embedded Postgres admits. */
const SCRATCH = 'selfdb_restore_20000101_000000';

describeOwnSystem('a backup of real data', { timeout: 600_000 }, () => {
  let own: OwnSystem;
  let boss: Caller;
  let bucket: Bucket;
  let tree: TreeFile[];
  let before: Contents;
  let archive: string;

  beforeAll(async () => {
    own = await startOwnSystem({});
    boss = own.boss;
    await loadMovies();
    tree = (await realTree(FILES)).slice(0, FILES);
    bucket = await createBucket(boss);
    for (const { path, bytes } of tree) await store(boss, bucket, path, bytes);
    await sql(readFileSync(EVERY_KIND, 'utf8'));
    await sql(`do $$ begin for n in 1..${TABLES} loop
      execute format('create table many_%s (id int primary key, title text not null default %L)', n, n);
      execute format('insert into many_%s values (%s)', n, n); end loop; end $$`);
    before = await contentsOf(own.system.databaseUrl);
    archive = JSON.parse(await runLauncher(own.system.environment ?? {}, 'backup', '--json')).filename;
  }, 600_000);

  afterAll(() => own?.stop(), 60_000);

  async function sql(text: string): Promise<void> {
    expectStatus(await boss.post('/sql/query', { query: text }), 200);
  }

  async function loadMovies(): Promise<void> {
    const { baseUrl, apiKey, adminEmail: email, adminPassword: password } = own.system;
    const db = await connect({ baseUrl, apiKey, email, password });
    await replaceTable(db, 'movies', await movies());
    await replaceTable(db, 'flights', (await flights()).slice(0, FLIGHTS));
  }

  const urlOf = (database: string) => own.system.databaseUrl.replace(/[^/]+$/, database);

  it('comes back with every object, every row and every byte', async () => {
    expect(before.rows).toContainEqual(expect.stringMatching(RegExp(`flights: ${FLIGHTS} rows`)));
    expect(before.rows.length).toBeGreaterThan(TABLES);
    const dumped = canDump(SERVER_MAJOR) ? pgDump(own.system.databaseUrl) : undefined;
    await sql('drop schema app cascade; drop table flights; update movies set "Title" = \'none\'');
    for (const { path } of tree.slice(0, 5)) await store(boss, bucket, path, 'other bytes');

    await runLauncher(own.system.environment ?? {}, 'restore', archive, '--yes');

    expect(await contentsOf(own.system.databaseUrl)).toEqual(before);
    ({ boss } = await logInTo(own.system));
    for (const { path, checksum } of tree) {
      const { status, bytes } = await boss.get(downloadPath(bucket, path));
      expect([path, status, sha256(bytes)]).toEqual([path, 200, checksum]);
    }
    if (dumped !== undefined) expect(pgDump(own.system.databaseUrl)).toBe(dumped);
  });

  it.runIf(hasPsql)('is the same when nothing but tar and psql has restored it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'selfdb-unpacked-'));
    try {
      const path = join(own.system.environment?.BACKUP_DIR ?? '', archive);
      execFileSync('tar', ['-xzf', path, '-C', folder]);
      for (const file of tree)
        expect(sha256(readFileSync(join(folder, 'storage', bucket.name, file.path)))).toBe(file.checksum);
      await query(urlOf('postgres'), `create database ${SCRATCH} template template0`);
      psql(urlOf(SCRATCH), join(folder, 'database.sql'));
      expect(await contentsOf(urlOf(SCRATCH))).toEqual(before);
      if (canDump(SERVER_MAJOR)) expect(pgDump(urlOf(SCRATCH))).toBe(pgDump(own.system.databaseUrl));
    } finally {
      rmSync(folder, { recursive: true });
      await query(urlOf('postgres'), `drop database if exists ${SCRATCH}`);
    }
  });
});
