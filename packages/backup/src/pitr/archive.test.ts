import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { listUploads } from '@selfdb/s3/testing/list-uploads';
import { type RunningServer, settingsFor } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { TIMEOUT } from '@selfdb/s3/timeout';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveKeys } from '../encryption/keys.ts';
import { ArchiveLocked } from '../encryption/open-archive.ts';
import { nodeFetch } from '../store/node-fetch.ts';
import { hasAge } from '../testing/has-age.ts';
import { baseFile, makeBaseBackup } from './base-backup.ts';
import { listBaseBackups, sweepUnfinished } from './base-backups.ts';
import { LogFiles } from './files/log-files.ts';
import { requireKey } from './require-key.ts';
import { createLogBucket } from './store/log-bucket.ts';
import { createLogDirectory } from './store/log-directory.ts';
import { FileMissing, type LogStore } from './store/log-store.ts';
import { WalArchive, WalConflict } from './wal-archive.ts';

const SEGMENT = '0000000100000000000000FE';
const MIB = 1024 ** 2;
const NO_KEYS: ArchiveKeys = { recipients: [], identities: [], passphrase: undefined };
const PASSPHRASE = { ...NO_KEYS, passphrase: 'a long passphrase' };

let server: RunningServer;
let directory: string;
let count = 0;
beforeAll(async () => {
  server = (await startVersitygw()) ?? (await startS3rver());
  directory = mkdtempSync(join(tmpdir(), 'selfdb-wal-'));
});
afterAll(async () => {
  await server?.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  count += 1;
});

function bucket(send: typeof fetch = nodeFetch): LogStore {
  const timeout = { ...TIMEOUT, attempts: 2, firstPauseMs: 1 };
  return createLogBucket(settingsFor(server), `wal/${count}`, { partBytes: 5 * MIB, fetch: send, timeout });
}
const stores = {
  'a directory': () => createLogDirectory(join(directory, `archive ${count}`)),
  'a bucket': () => bucket(),
};
const at = (name: string) => join(directory, `${count} ${name}`);
const archiveOf = (store: LogStore, keys: ArchiveKeys) => new WalArchive(new LogFiles(store, keys));

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < bytes.byteLength; position += 700_001)
    yield bytes.subarray(position, position + 700_001);
}

/** What a base backup asks of a server. `whenStopped` runs when it has packed the files. */
function fakeServer(whenStopped: () => void = () => {}): Client {
  const query = async (text: string) => {
    if (text.includes('pg_backup_start')) return { rows: [{ segment: SEGMENT, timeline: '00000001' }] };
    whenStopped();
    return { rows: [{ lsn: '0/1', labelfile: 'the label', at: new Date('2026-12-02T08:54:54Z') }] };
  };
  return { query } as unknown as Client;
}

/** A data directory with a file that does not compress. */
function makeData(bytes = 100): string {
  for (const name of ['base', 'pg_tblspc', 'pg_wal']) mkdirSync(join(at('data'), name), { recursive: true });
  writeFileSync(join(at('data'), 'base/1'), randomBytes(bytes));
  writeFileSync(join(at('data'), 'PG_VERSION'), '18\n');
  return at('data');
}

describe.each(Object.entries(stores))('in %s', (_, open) => {
  it('a file of any size is there as a whole or not at all', async () => {
    const store = open();
    expect(await store.has('base_1')).toBe(false);
    await expect(buffer(store.read('base_1'))).rejects.toThrow(FileMissing);
    for (const size of [0, 1, 5 * MIB, 5 * MIB + 1, 11 * MIB]) {
      const bytes = randomBytes(size);
      await store.put(`base_${size}`, pieces(bytes));
      if (size > 0) expect((await buffer(store.read(`base_${size}`))).equals(bytes)).toBe(true);
    }
    const broken = async function* () {
      yield randomBytes(6 * MIB);
      throw new Error('the server went away');
    };
    await expect(store.put('base_2', broken())).rejects.toThrow('the server went away');
    expect((await store.list('base_1')).sort()).toEqual([`base_${1}`, `base_${11 * MIB}`].sort());
    await store.remove('base_1');
    await store.remove('base_1');
    expect(await store.has('base_1')).toBe(false);
  });

  it.each([
    ['plain', NO_KEYS],
    ['encrypted', PASSPHRASE],
  ])('the log, %s, comes back, is taken again, and never replaced', async (_kind, keys) => {
    const store = open();
    const bytes = randomBytes(300_000);
    writeFileSync(at('source'), bytes);
    await archiveOf(store, keys).store(SEGMENT, at('source'));
    const archive = archiveOf(store, keys);
    await archive.store(SEGMENT, at('source'));
    expect(await archive.unpack(SEGMENT, at('target'))).toBe(true);
    expect(readFileSync(at('target')).equals(bytes)).toBe(true);
    expect(await archive.unpack('0000000100000000000000FF', at('target'))).toBe(false);
    expect(readFileSync(at('target')).equals(bytes)).toBe(true);
    for (const other of [bytes.subarray(1), Buffer.concat([bytes, bytes]), bytes.subarray(0, 9)]) {
      writeFileSync(at('source'), other);
      await expect(archive.store(SEGMENT, at('source'))).rejects.toThrow(WalConflict);
    }
    expect((await archive.read(SEGMENT)).equals(bytes)).toBe(true);
  });

  it('what lies before a segment is removed on every timeline, and no history', async () => {
    const archive = archiveOf(open(), NO_KEYS);
    const names = ['0000000100000000000000FD', SEGMENT, '0000000200000000000000FD', '00000002.history'];
    writeFileSync(at('source'), 'the log');
    for (const name of [...names, `${names[0]}.00000028.backup`]) await archive.store(name, at('source'));
    await archive.removeBefore(SEGMENT);
    expect(await archive.list()).toEqual([SEGMENT, '00000002.history']);
  });

  it('a base backup is listed when it is complete, and leftovers are removed', async () => {
    const files = new LogFiles(open(), NO_KEYS);
    for (const name of [`${SEGMENT}.gz`, 'base_20261203_000000.tar.gz'])
      await files.store.put(name, pieces(Buffer.from('x')));
    const made = await makeBaseBackup(fakeServer(), makeData(7 * MIB), files);
    expect(await listBaseBackups(files.store)).toEqual([made]);
    expect(made).toMatchObject({ startSegment: SEGMENT, bytes: 7 * MIB + 3 + 'the label'.length });
    await sweepUnfinished(files.store);
    const own = await files.store.list('');
    expect(own.sort()).toEqual([`${SEGMENT}.gz`, `${made.name}.json`, baseFile(made)].sort());
  });

  it('a base backup that is read back as another one does not count, and is removed', async () => {
    const store = open();
    const damaging: LogStore = {
      ...store,
      put: async (name, content) => {
        const bytes = await buffer(content);
        // A byte of the file with random bytes, which gzip stores as they are: only its checksum tells.
        const middle = Math.floor(bytes.byteLength / 2);
        if (name.endsWith('.gz')) bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        await store.put(name, pieces(bytes));
      },
    };
    const files = new LogFiles(damaging, NO_KEYS);
    await expect(makeBaseBackup(fakeServer(), makeData(MIB), files)).rejects.toThrow();
    expect(await store.list('')).toEqual([]);
  });
});

it.runIf(process.platform === 'linux')('a directory that can not be made is a failure', async () => {
  const store = createLogDirectory('/proc/nowhere/backups/wal');
  expect(await store.list('')).toEqual([]);
  await expect(store.put('x', pieces(Buffer.from('x')))).rejects.toThrow('ENOENT');
});

describe('with encryption', () => {
  it('the owner of the private key opens everything, the server compares without it, and age reads it', async () => {
    const identity = await generateX25519Identity();
    const keys = { ...NO_KEYS, recipients: [await identityToRecipient(identity)] };
    const store = createLogDirectory(at('archive'));
    const archive = archiveOf(store, keys);
    writeFileSync(at('source'), 'a secret');
    await archive.store(SEGMENT, at('source'));
    const made = await makeBaseBackup(fakeServer(), makeData(), archive.files);
    // As after a restart, without anything that was in memory.
    await archiveOf(store, keys).store(SEGMENT, at('source'));
    writeFileSync(at('source'), 'another');
    await expect(archiveOf(store, keys).store(SEGMENT, at('source'))).rejects.toThrow(WalConflict);
    for (const locked of [keys, NO_KEYS, PASSPHRASE])
      await expect(requireKey(archiveOf(store, locked), made)).rejects.toThrow(ArchiveLocked);
    const owner = archiveOf(store, { ...keys, identities: [identity] });
    await requireKey(owner, made);
    expect((await owner.read(SEGMENT)).toString()).toBe('a secret');
    expect((await buffer(store.read(`${SEGMENT}.gz.age`))).includes('a secret')).toBe(false);
    if (!hasAge()) return;
    writeFileSync(at('key'), identity);
    const opened = execFileSync('age', ['-d', '-i', at('key'), join(at('archive'), `${SEGMENT}.gz.age`)]);
    expect(gunzipSync(opened).toString()).toBe('a secret');
  });

  it('a passphrase opens a key, which opens the log; a new one makes a new key, and plain files stay', async () => {
    const store = createLogDirectory(at('archive'));
    const [second, third] = ['0000000100000000000000FF', '000000010000000100000000'];
    const changed = { ...NO_KEYS, passphrase: 'another passphrase' };
    writeFileSync(at('source'), 'the log');
    await archiveOf(store, NO_KEYS).store(SEGMENT, at('source'));
    await archiveOf(store, PASSPHRASE).store(second, at('source'));
    await archiveOf(store, changed).store(third, at('source'));
    expect(await store.list('key_')).toHaveLength(2);
    const archive = archiveOf(store, PASSPHRASE);
    await archive.store(SEGMENT, at('source'));
    expect(await archive.list()).toEqual([SEGMENT, second, third]);
    expect((await archive.read(SEGMENT)).toString()).toBe('the log');
    expect((await archive.read(second)).toString()).toBe('the log');
    await expect(archive.read(third)).rejects.toThrow(ArchiveLocked);
    expect((await archiveOf(store, changed).read(third)).toString()).toBe('the log');
    expect(await store.list('key_')).toHaveLength(2);
  });
});

describe('S3 that fails', () => {
  it('on a part of a base backup leaves nothing, and the next one succeeds', async () => {
    const failing: typeof fetch = (address, init) =>
      String(address).includes('partNumber=3')
        ? Promise.resolve(new Response('<Error><Code>SlowDown</Code></Error>', { status: 503 }))
        : nodeFetch(address, init);
    const data = makeData(17 * MIB);
    await expect(makeBaseBackup(fakeServer(), data, new LogFiles(bucket(failing), NO_KEYS))).rejects.toThrow(
      'S3 UploadPart: 503 SlowDown',
    );
    expect(await bucket().list('')).toEqual([]);
    if (server.isComplete) expect(await listUploads(server)).toEqual([]);
    await makeBaseBackup(fakeServer(), data, new LogFiles(bucket(), NO_KEYS));
    expect(await listBaseBackups(bucket())).toHaveLength(1);
  });

  it('is never taken for an archive without the file', async () => {
    const down = archiveOf(
      bucket(() => Promise.resolve(new Response('', { status: 503 }))),
      NO_KEYS,
    );
    writeFileSync(at('source'), 'the log');
    await expect(down.has(SEGMENT)).rejects.toThrow('S3 HeadObject: 503');
    await expect(down.unpack(SEGMENT, at('target'))).rejects.toThrow('S3 GetObject: 503');
    await expect(listBaseBackups(down.files.store)).rejects.toThrow('S3 ListObjectsV2: 503');
    await expect(down.store(SEGMENT, at('source'))).rejects.toThrow('503');
  });

  it('keeps an object that another process has put meanwhile', async () => {
    if (!server.isComplete) return;
    await bucket().put('x', pieces(Buffer.from('one')));
    await expect(bucket().put('x', pieces(Buffer.from('two')))).rejects.toThrow('412');
    expect((await buffer(bucket().read('x'))).toString()).toBe('one');
  });
});
