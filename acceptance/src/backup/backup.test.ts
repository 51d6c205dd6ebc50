import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runLauncher } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import type { Caller } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import {
  describeOwnSystem,
  logInTo,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';
import { createBucket, downloadPath, listFiles, store } from '../world/storage.ts';
import { createTable, type Table } from '../world/tables.ts';

const KILL_ROUNDS = Number(process.env.BACKUP_KILL_ROUNDS ?? 4);
const TOTAL = 10_000;

interface Archive {
  filename: string;
  status: string;
  proven_at: string | null;
}

describeOwnSystem('backups from the command line', { timeout: 300_000 }, () => {
  let own: OwnSystem;
  let boss: Caller;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'selfdb-backups-'));
    own = await startOwnSystem({ BACKUP_DIR: folder });
    boss = own.boss;
    expectStatus(
      await sql(`create table savings (id int primary key, amount int not null);
        create table checking (id int primary key, amount int not null);
        insert into savings select g, 50 from generate_series(1, 100) g; insert into checking select g, 50 from generate_series(1, 100) g`),
      200,
    );
    // After some lengths of the last rows, libpq asks for more bytes than there are.
    for (let n = 1; n <= 8; n++) {
      const essay = `repeat(md5(g::text), ${1000 + 97 * n})`;
      expectStatus(
        await sql(
          `create table essays_${n} as select g as id, ${essay} as text from generate_series(1, ${n + 2}) g`,
        ),
        200,
      );
    }
  }, 120_000);

  afterAll(async () => {
    await own?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const sql = (query: string) => boss.post<{ results: { rows: unknown[][] }[] }>('/sql/query', { query });
  const selfdb = (...args: string[]) => runLauncher(own.system.environment ?? {}, ...args);
  const selfdbJson = async <T>(...args: string[]): Promise<T> => JSON.parse(await selfdb(...args, '--json'));

  async function value(query: string): Promise<unknown> {
    const answer = await sql(query);
    expectStatus(answer, 200);
    return answer.body.results[0]?.rows[0]?.[0];
  }

  /** A restore ends all sessions. */
  async function logInAgain(): Promise<void> {
    ({ boss } = await logInTo(own.system));
  }

  async function pidOf(name: string): Promise<number> {
    const { services } = await selfdbJson<{ services: { service: string; pid: number }[] }>('status');
    const found = services.find(({ service }) => service === name);
    if (!found) throw new Error(`There is no process ${name}.`);
    return found.pid;
  }

  const total = () => value('select (select sum(amount) from savings) + (select sum(amount) from checking)');

  it('holds one moment of rows that change and of files that come, and the restored system goes on', async () => {
    const bucket = await createBucket(boss);
    let moves = 0;
    let isStopped = false;
    const moving = async () => {
      while (!isStopped) {
        const [from, to] = moves++ % 2 === 0 ? ['savings', 'checking'] : ['checking', 'savings'];
        const id = 1 + (moves % 100);
        await sql(
          `update ${from} set amount = amount - 1 where id = ${id}; update ${to} set amount = amount + 1 where id = ${id}`,
        );
        if (moves % 5 === 0) await store(boss, bucket, `file-${moves}.txt`, `content of ${moves}`);
      }
    };
    const writers = [moving(), moving()];
    await pause(300);
    const { filename } = await selfdbJson<Archive>('backup', '--name', 'moving');
    isStopped = true;
    await Promise.all(writers);
    expectStatus(await sql('delete from savings; create table later (id int)'), 200);

    await selfdb('restore', filename, '--yes');

    expectStatus(await boss.get('/users/me'), 401);
    await logInAgain();
    expect(await total()).toBe(TOTAL);
    expectStatus(await sql('select * from later'), 400);
    const { data: files } = await listFiles(boss, bucket, { page_size: 1000 });
    expect(files.length).toBeGreaterThan(0);
    for (const { path } of files) {
      const { status, text } = await boss.get(downloadPath(bucket, path));
      expect([status, text]).toEqual([200, `content of ${/\d+/.exec(path)?.[0]}`]);
    }
    expectStatus(await sql('insert into savings values (1001, 0)'), 200);
  });

  it('goes back to the database before the restore', async () => {
    await selfdb('restore', '--undo', '--yes');
    await logInAgain();
    expect(await value('select count(*)::int from savings')).toBe(0);
    expect(await value("select to_regclass('later') is not null")).toBe(true);
    await expect(selfdb('restore', '--undo', '--yes')).rejects.toThrow('no restore to undo');
    await selfdb('restore', 'latest', '--yes');
    await logInAgain();
    expect(await total()).toBe(TOTAL);
  });

  it('proves an archive by restoring it beside, and says so in the list', async () => {
    const [archive] = await selfdbJson<Archive[]>('backup', 'list');
    await selfdb('backup', 'verify', '--full', archive?.filename ?? '');
    const [again] = await selfdbJson<Archive[]>('backup', 'list');
    expect(again?.status).toBe('good');
    expect(Date.parse(again?.proven_at ?? '')).toBeGreaterThan(Date.parse(archive?.proven_at ?? ''));
  });

  it('keeps the listeners of a public table, who are told to read its rows again', async () => {
    const table = await createTable(boss, {
      public: true,
      realtime_enabled: true,
      table_schema: { title: { type: 'text' } },
    });
    const dropped = await createTable(boss, { public: true, realtime_enabled: true, table_schema: {} });
    expectStatus(await sql(`alter table ${dropped.name} rename to ${dropped.name}_later`), 200);
    const { filename } = await selfdbJson<Archive>('backup', '--name', 'listeners');
    expectStatus(await sql(`alter table ${dropped.name}_later rename to ${dropped.name}`), 200);
    const socket = await ChannelClient.open(undefined, {}, own.system);
    const eventsOf = ({ name }: Table) =>
      socket.frames.filter(({ topic, ref }) => topic === `table:${name}` && ref === null);
    expect(await socket.join(`table:${table.name}`)).toMatchObject({ status: 'ok' });
    expect(await socket.join(`table:${dropped.name}`)).toMatchObject({ status: 'ok' });

    await selfdb('restore', filename, '--yes');
    await logInAgain();
    await socket.until('the gap', () => eventsOf(table).length > 0);
    expectStatus(await sql(`insert into ${table.name} (title) values ('after')`), 200);
    await socket.until('the row', () => eventsOf(table).some(({ event }) => event === 'INSERT'));
    expect(eventsOf(table)).toMatchObject([
      { event: 'gap' },
      { event: 'INSERT', payload: { new: { title: 'after' } } },
    ]);
    expect(eventsOf(dropped).at(-1)?.event).toBe('phx_close');
    await socket.close();
  }, 120_000);

  it('takes one job at a time', async () => {
    const both = await Promise.allSettled([
      selfdb('backup', '--name', 'one'),
      selfdb('backup', '--name', 'two'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((result) => result.status === 'rejected');
    expect(String(refused?.reason)).toContain('Another backup or restore is running');
  });

  it(`leaves the old database or the new one, and only good archives, in ${KILL_ROUNDS} rounds of kill -9`, async () => {
    const random = randomFrom(20_261_201);
    const { filename } = await selfdbJson<Archive>('backup', '--name', 'before-kills');
    for (let round = 0; round < KILL_ROUNDS; round++) {
      const args = round % 2 === 0 ? ['restore', filename, '--yes'] : ['backup', '--name', `round-${round}`];
      await killDuring(args, 200 + random() * 2500, round % 4 < 2 ? 'command' : 'postgres');
      await vi.waitFor(logInAgain, { timeout: 60_000, interval: 200 });
      expect(await total()).toBe(TOTAL);
    }
    // The next job removes what the killed ones have left.
    await selfdb('backup', '--name', 'after-kills');
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(await value("select count(*)::int from pg_database where datname ~ '_(restore|reference)_'")).toBe(
      0,
    );
    for (const archive of await selfdbJson<Archive[]>('backup', 'list')) {
      expect(archive.status).toBe('good');
      await selfdb('backup', 'verify', archive.filename);
    }
  });

  /** Starts a command, kills all of its processes or the server after some time, and waits until the command has ended. */
  async function killDuring(args: string[], ms: number, victim: 'command' | 'postgres'): Promise<void> {
    const child = spawn(join(ROOT, 'selfdb'), args, {
      cwd: ROOT,
      env: own.system.environment ?? {},
      stdio: 'ignore',
      detached: true,
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await Promise.race([ended, pause(ms)]);
    if (victim === 'postgres') process.kill(await pidOf('postgres'), 'SIGKILL');
    else if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
});
