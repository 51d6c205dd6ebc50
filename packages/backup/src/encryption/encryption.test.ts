import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, describe, expect, it } from 'vitest';
import { ArchiveError } from '../archive/read-archive.ts';
import { createBackupDirectory } from '../store/disk-store.ts';
import { hasAge } from '../testing/has-age.ts';
import type { ArchiveKeys } from './keys.ts';
import { ArchiveLocked, openArchive } from './open-archive.ts';
import { createSealed } from './seal-archive.ts';

const FILENAME = 'selfdb_backup_20261201_130559.tar.gz.age';
const NO_KEYS: ArchiveKeys = { recipients: [], identities: [], passphrase: undefined };

const directory = mkdtempSync(join(tmpdir(), 'selfdb-age-'));
const store = createBackupDirectory(directory);
afterAll(() => rmSync(directory, { recursive: true }));

/** Stores the head, which is written last, and the content. Returns what is stored, and what was read back. */
async function storeSealed(head: Buffer, content: Buffer, keys: ArchiveKeys) {
  const sealed = await createSealed(store, FILENAME, head.byteLength, keys);
  for (let at = 0; at < content.byteLength; at += 50_000)
    await sealed.archive.append(content.subarray(at, at + 50_000));
  await sealed.archive.finish(head);
  const readBack = await buffer(openArchive(sealed.archive.read(), sealed.keys));
  await sealed.archive.publish();
  return { stored: await buffer(store.read(FILENAME)), readBack };
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 7001) yield bytes.subarray(at, at + 7001);
}
const open = (bytes: Buffer, keys: ArchiveKeys) => buffer(openArchive(inPieces(bytes), keys));

const head = gzipSync('the head', { level: 0 });
const text = randomBytes(300_000);
const content = gzipSync(text);
const whole = Buffer.concat([Buffer.from('the head'), text]);

describe('an archive that is encrypted', () => {
  it.each([1, 65_535, 65_536, 65_537, 131_072, 400_000])('has all of %i bytes', async (size) => {
    const bytes = randomBytes(size);
    const recipient = await identityToRecipient(await generateX25519Identity());
    const { readBack } = await storeSealed(head, bytes, { ...NO_KEYS, recipients: [recipient] });
    expect(readBack.subarray(0, head.byteLength).equals(head)).toBe(true);
    expect(readBack.subarray(-size).equals(bytes)).toBe(true);
  });

  it('for a public key is read back once, and then opened by the private key alone', async () => {
    const identity = await generateX25519Identity();
    const keys = { ...NO_KEYS, recipients: [await identityToRecipient(identity)] };
    const { stored, readBack } = await storeSealed(head, content, keys);
    expect(gunzipSync(readBack).equals(whole)).toBe(true);
    expect(stored.includes('the head')).toBe(false);
    expect(gunzipSync(await open(stored, { ...NO_KEYS, identities: [identity] })).equals(whole)).toBe(true);
    const another = { ...NO_KEYS, identities: [await generateX25519Identity()], passphrase: 'a passphrase' };
    await expect(open(stored, another)).rejects.toThrow(ArchiveLocked);
    await expect(open(stored, NO_KEYS)).rejects.toThrow(ArchiveLocked);
  });

  it('is refused if a byte is another or if it is cut off', async () => {
    const keys = { ...NO_KEYS, passphrase: 'a long passphrase' };
    const { stored } = await storeSealed(head, content, keys);
    for (const at of [30, 70_000, stored.byteLength - 1]) {
      const changed = Buffer.from(stored);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(open(changed, keys)).rejects.toThrow();
    }
    const header = Buffer.from(stored.toString('latin1').replace('scrypt', 'script'), 'latin1');
    await expect(open(header, keys)).rejects.toThrow(ArchiveLocked);
    await expect(open(stored.subarray(0, 100), keys)).rejects.toThrow(ArchiveError);
    for (const length of [stored.byteLength - 1, stored.byteLength - 40_000])
      await expect(open(stored.subarray(0, length), keys)).rejects.toThrow();
  });

  it('is passed on as it is if it is not encrypted', async () => {
    for (const bytes of [content, Buffer.alloc(0), Buffer.from('age')])
      expect((await open(bytes, NO_KEYS)).equals(bytes)).toBe(true);
  });

  it.runIf(hasAge())('is opened by the program age', async () => {
    const identity = await generateX25519Identity();
    await storeSealed(head, content, { ...NO_KEYS, recipients: [await identityToRecipient(identity)] });
    const key = join(directory, 'key.txt');
    writeFileSync(key, `${identity}\n`);
    const opened = execFileSync('age', ['-d', '-i', key, join(directory, FILENAME)]);
    expect(gunzipSync(opened).equals(whole)).toBe(true);
    expect(execFileSync('gzip', ['-dc'], { input: opened }).equals(whole)).toBe(true);
  });
});
