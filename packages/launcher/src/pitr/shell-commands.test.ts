import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFiles } from '@selfdb/backup/pitr/files/log-files';
import { createLogDirectory } from '@selfdb/backup/pitr/store/log-directory';
import { WalArchive } from '@selfdb/backup/pitr/wal-archive';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Archiver } from './archiving/archiver.ts';
import { LogServer } from './recovery/log-server.ts';
import { archiveCommand, restoreCommand } from './shell-commands.ts';

const NO_KEYS = { recipients: [], identities: [], passphrase: undefined };
const SEGMENT = '000000010000000000000001';
const NEXT = '000000010000000000000002';
const LAST = '000000010000000000000003';

let folder: string;
let archive: WalArchive;
const at = (...parts: string[]) => join(folder, ...parts);

beforeEach(() => {
  // A path that the shell and Postgres would take apart.
  folder = join(mkdtempSync(join(tmpdir(), 'selfdb-pitr-')), "it's 100%f $HOME");
  for (const name of ['data/pg_wal/archive_status', 'marks', 'fetched', 'live'])
    mkdirSync(at(name), { recursive: true });
  archive = new WalArchive(new LogFiles(createLogDirectory(at('archive')), NO_KEYS));
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

/** Runs a command as Postgres does, with its placeholders replaced, in the data directory. Returns the exit code. */
async function run(command: string, name: string): Promise<number | null> {
  const text = command.replaceAll(/%[%fp]/g, (found) =>
    found === '%%' ? '%' : found === '%f' ? name : `pg_wal/${name}`,
  );
  const child = spawn('/bin/sh', ['-c', text], { cwd: at('data'), stdio: 'ignore' });
  return new Promise((resolve) => child.once('exit', resolve));
}

function writeLog(name: string, text: string): void {
  writeFileSync(at('data/pg_wal', name), text);
  writeFileSync(at('data/pg_wal/archive_status', `${name}.ready`), '');
}

it('Postgres keeps a file of the log until it is in the archive', async () => {
  const archiver = new Archiver(at('data'), at('marks'), archive);
  writeLog(SEGMENT, 'the log');
  expect(await run(archiveCommand(at('marks')), SEGMENT)).not.toBe(0);
  await archiver.run();
  expect(await run(archiveCommand(at('marks')), SEGMENT)).toBe(0);
  expect((await archive.read(SEGMENT)).toString()).toBe('the log');
  rmSync(at('data/pg_wal/archive_status', `${SEGMENT}.ready`));
  await archiver.run();
  expect(existsSync(at('marks', SEGMENT))).toBe(false);
}, 15_000);

it('a file that the archive can not take is not marked', async () => {
  const archiver = new Archiver(at('data'), at('marks'), archive);
  writeFileSync(at('archive'), 'not a directory');
  writeLog(SEGMENT, 'the log');
  await expect(archiver.run()).rejects.toThrow();
  expect(existsSync(at('marks', SEGMENT))).toBe(false);
});

it('a recovering Postgres gets the log from the archive, its newest part from the running one, and then its end', async () => {
  writeLog(SEGMENT, 'archived');
  await archive.store(SEGMENT, at('data/pg_wal', SEGMENT));
  rmSync(at('data/pg_wal', SEGMENT));
  writeFileSync(at('live', NEXT), 'live');
  const server = new LogServer(at('fetched'), archive, at('live'), undefined);
  let isOver = false;
  const asked: string[] = [];
  const served = server.serve(
    () => isOver,
    (name) => asked.push(name),
  );
  const names = [SEGMENT, NEXT, LAST];
  const codes: unknown[] = [];
  for (const name of names) codes.push(await run(restoreCommand(at('fetched')), name));
  isOver = true;
  await served;
  expect(codes).toEqual([0, 0, 1]);
  expect(asked).toEqual(names);
  expect(readFileSync(at('data/pg_wal', SEGMENT), 'utf8')).toBe('archived');
  expect(readFileSync(at('data/pg_wal', NEXT), 'utf8')).toBe('live');
});
