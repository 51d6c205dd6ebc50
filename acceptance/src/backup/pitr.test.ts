import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runLauncher, services } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import type { Caller } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import { presentMoment } from '../present-moment.ts';
import {
  describeOwnSystem,
  logInTo,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';
import { createBucket, downloadPath, store } from '../world/storage.ts';
import { createTable } from '../world/tables.ts';
import { itRestoresByApi } from './restore-to-api.ts';

describeOwnSystem('back to any second', { timeout: 120_000 }, () => {
  let own: OwnSystem;
  let boss: Caller;
  /** A moment at which there were rows and a file that are destroyed afterwards. */
  let moment: string;

  beforeAll(async () => {
    own = await startOwnSystem({ BACKUP_PITR_DAYS: '1' });
    boss = own.boss;
    await vi.waitFor(() => expect(archived(/^base_.*\.json$/)).toHaveLength(1), 60_000);
  }, 120_000);
  afterAll(() => own?.stop(), 60_000);

  const sql = (query: string) => boss.post<{ results: { rows: unknown[][] }[] }>('/sql/query', { query });
  const selfdb = (...args: string[]) => runLauncher(own.system.environment ?? {}, ...args);
  const titles = async () => (await sql('select title from books order by 1')).body.results?.[0]?.rows.flat();

  function archived(name: RegExp): string[] {
    const folder = join(own.system.environment?.BACKUP_DIR ?? '', 'wal');
    return readdirSync(folder).flatMap((system) =>
      readdirSync(join(folder, system)).filter((file) => name.test(file)),
    );
  }

  async function logInAgain(): Promise<void> {
    ({ boss } = await logInTo(own.system));
  }

  it('brings back rows and files of a moment, and what was added later is gone', async () => {
    const bucket = await createBucket(boss);
    const file = await store(boss, bucket, 'letter.txt', 'Dear Emma');
    const table = await createTable(boss, { public: true, realtime_enabled: true, table_schema: {} });
    expectStatus(await sql("create table books (title text); insert into books values ('Emma')"), 200);
    moment = await presentMoment();
    expectStatus(await sql("insert into books values ('Persuasion')"), 200);
    const segments = archived(/^[0-9A-F]{24}\.gz$/).length;
    // More than a segment of 16 MB, so that the moment itself is in the archive.
    expectStatus(
      await sql('create table filler as select repeat(md5(g::text), 8) from generate_series(1, 70000) g'),
      200,
    );
    await vi.waitFor(() => expect(archived(/^[0-9A-F]{24}\.gz$/).length).toBeGreaterThan(segments), 20_000);
    expectStatus(await sql('drop table books'), 200);
    expectStatus(await boss.del(`/storage/files/${file.id}`), 204);
    const written = await boss.post(`/tables/${table.id}/data`, {});
    expectStatus(written, 201);

    const shown = await selfdb('restore', '--to', moment, '--yes');

    expect(shown).toMatch(/table books +1 row/);
    expect(shown).toContain('1 files with 9 B');
    expectStatus(await boss.get('/users/me'), 401);
    await logInAgain();
    expect(await titles()).toEqual(['Emma']);
    expectStatus(await sql('select from filler'), 400);
    expect((await boss.get(downloadPath(bucket, 'letter.txt'))).text).toBe('Dear Emma');
    expectStatus(await sql("insert into books values ('Sanditon')"), 200);
    // A listener that continues after a row of the other past is told to reload the rows.
    const socket = await ChannelClient.open(undefined, {}, own.system);
    const since = String(written.headers.get('X-SelfDB-Cursor'));
    await socket.join(`table:${table.name}`, { since });
    await socket.next('a gap', ({ event }) => event === 'gap');
    await socket.close();
  });

  it('is undone', async () => {
    await selfdb('restore', '--undo', '--yes');
    await logInAgain();
    expectStatus(await sql('select from books'), 400);
    expectStatus(await sql('select from filler'), 200);
    await expect(selfdb('restore', '--undo', '--yes')).rejects.toThrow('no restore to undo');
  });

  it('refuses what it can not do, says why, and changes nothing', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    for (const [args, reason] of [
      [['--to', moment], 'Pass --yes'],
      [['--to', tomorrow, '--yes'], 'in the future'],
    ] as const)
      await expect(selfdb('restore', ...args)).rejects.toThrow(reason);
    const off = { ...own.system.environment, BACKUP_PITR_DAYS: '0' };
    await expect(runLauncher(off, 'restore', '--to', moment, '--yes')).rejects.toThrow(
      'BACKUP_PITR_DAYS is 0',
    );
    expectStatus(await sql('select from filler'), 200);
  });

  itRestoresByApi(() => own.system);

  it('comes to its end if everything that could do it is killed once it is decided', async () => {
    await logInAgain();
    const environment = own.system.environment ?? {};
    expectStatus(await sql("create table books (title text); insert into books values ('Lady Susan')"), 200);
    // Nothing is committed after this moment, apart from what the system does by itself.
    moment = await presentMoment();
    const decision = join(environment.SELFDB_STATE_DIR ?? '', 'swap.json');
    const supervisor = (await services(environment)).find(({ service }) => service === 'supervisor');
    const child = spawn(join(ROOT, 'selfdb'), ['restore', '--to', moment, '--yes'], {
      cwd: ROOT,
      env: environment,
      stdio: 'ignore',
      detached: true,
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await vi.waitFor(() => expect(existsSync(decision)).toBe(true), { timeout: 60_000, interval: 5 });
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    process.kill(supervisor?.pid ?? 0, 'SIGKILL');
    await ended;
    await vi.waitFor(() => expect(existsSync(decision)).toBe(false), 60_000);
    await vi.waitFor(logInAgain, { timeout: 60_000, interval: 200 });
    expect(await titles()).toEqual(['Lady Susan']);
    const kept = readdirSync(environment.SELFDB_STATE_DIR ?? '').filter((name) =>
      name.startsWith('postgres_'),
    );
    expect(kept).toEqual([expect.stringMatching(/^postgres_before_\d{8}_\d{6}$/)]);
  });
});
