import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { sampleArchive } from '../testing/sample-archive.ts';
import { verifyArchive } from './verify-archive.ts';

async function* inPieces(bytes: Buffer, pieceBytes = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

const NO_KEYS = { recipients: [], identities: [], passphrase: undefined };
const verify = (bytes: Buffer) => verifyArchive(inPieces(bytes), { keys: NO_KEYS }, () => {});

async function packed(...entries: TarEntry[]): Promise<Buffer> {
  return gzipSync(await packTar(entries));
}

const file = (name: string, body = 'x'): TarEntry => ({ header: { name, size: body.length }, body });

describe('an archive', () => {
  it('is good if everything is what its manifest says', async () => {
    const { bytes, manifest } = await sampleArchive();
    const verified = await verify(bytes);
    expect(verified).toMatchObject({ size: bytes.byteLength, manifest, environment: 'API_KEY=x\n' });
    expect(manifest.tables).toMatchObject([{ name: 'public.books', columns: '(id, title)', rows: 2 }]);
  });

  it('may have no files and no configuration', async () => {
    const { bytes } = await sampleArchive({ files: {}, environment: null });
    expect((await verify(bytes)).environment).toBeUndefined();
  });

  it('is refused if it is cut off, wherever that is', async () => {
    const { bytes } = await sampleArchive();
    for (let length = 0; length < bytes.byteLength; length += 37)
      await expect(verify(bytes.subarray(0, length)), `${length} bytes`).rejects.toThrow(/archive/);
  });

  it('is refused, or is no other archive, if a byte is wrong, wherever that is', async () => {
    const { bytes, manifest } = await sampleArchive();
    const step = Math.ceil(bytes.byteLength / 200);
    let refused = 0;
    for (let at = 0; at < bytes.byteLength; at += step) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x20;
      const result = await verify(damaged).catch((error: unknown) => error);
      if (result instanceof Error) {
        expect(result.message, `byte ${at}`).toMatch(/archive|manifest|database\.sql|script|storage|\.env/i);
        refused += 1;
      } else {
        // The time in a header of gzip, for one, is covered by no checksum; the bytes' own one differs.
        expect(result).toMatchObject({ manifest });
      }
    }
    expect(refused).toBeGreaterThan(180);
  });

  it.each([
    [
      'rows',
      { tables: [{ name: 'public.books', columns: '(id, title)', rows: 3, sha256: '0'.repeat(64) }] },
      /rows of public\.books/,
    ],
    ['tables', { tables: [] }, /database\.sql|rows/],
    [
      'a script',
      { database: { size: 1, sha256: '0'.repeat(64), definitions_sha256: '0'.repeat(64) } },
      /database\.sql/,
    ],
    ['files', { files: { count: 7, size: 3, sha256: '0'.repeat(64) } }, /7 files/],
    ['a configuration', { environment: null }, /\.env/],
  ])('is refused if its manifest promises other %s', async (_, manifest, message) => {
    const { bytes } = await sampleArchive({ manifest });
    await expect(verify(bytes)).rejects.toThrow(message);
  });

  it.each([
    ['leads out of its directory', file('storage/a/../../etc/passwd')],
    ['is absolute', file('/etc/passwd')],
    ['has an empty part', file('storage//x')],
    ['has a backslash', file('storage/a\\..\\b')],
    ['belongs to no backup', file('etc/passwd')],
    [
      'is a link',
      { header: { name: 'storage/a/b', size: 0, type: 'symlink' as const, linkname: '/etc/passwd' } },
    ],
    [
      'is another name of a file',
      { header: { name: 'storage/a/b', size: 0, type: 'link' as const, linkname: 'x' } },
    ],
    ['is a device', { header: { name: 'storage/a/b', size: 0, type: 'character-device' as const } }],
  ])('is refused if one of its entries %s', async (_, entry) => {
    await expect(verify(await packed(entry))).rejects.toThrow(/The archive contains/);
  });

  it('is refused if an entry comes twice', async () => {
    const bytes = await packed(file('storage/a/b'), file('storage/a/b'));
    await expect(verify(bytes)).rejects.toThrow('twice');
  });

  it('is refused if it is of another kind', async () => {
    await expect(verify(Buffer.from('not an archive'))).rejects.toThrow(/archive/);
    await expect(verify(Buffer.alloc(0))).rejects.toThrow(/archive/);
    await expect(verify(gzipSync('no tar at all'.repeat(100)))).rejects.toThrow(/archive/);
  });
});
