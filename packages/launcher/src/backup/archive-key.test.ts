import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archives } from '@selfdb/backup/store/backup-store';
import { createBackupDirectory } from '@selfdb/backup/store/disk-store';
import { sampleArchive } from '@selfdb/backup/testing/sample-archive';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArchiveKey, writeApiKey } from './archive-key.ts';

const FILENAME = 'selfdb_backup_20250501_030000.tar.gz';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'selfdb-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function archiveWith(environment: string | null): Promise<Archives> {
  writeFileSync(join(folder, FILENAME), (await sampleArchive({ environment })).bytes);
  const keys = { recipients: [], identities: [], passphrase: undefined };
  return { store: createBackupDirectory(folder), keys };
}

test("the archive's key takes the place of the present one, and the rest of .env and its mode stay", async () => {
  const path = join(folder, '.env');
  writeFileSync(path, '# mine\nAPI_KEY=the-present-key-of-it\nSECRET_KEY=kept\n');
  chmodSync(path, 0o640);
  const archives = await archiveWith('SECRET_KEY=other\nAPI_KEY="an-old-api-key-of-005"\n');
  writeApiKey(await readArchiveKey(archives, FILENAME), path);
  expect(readFileSync(path, 'utf8')).toBe('# mine\nAPI_KEY=an-old-api-key-of-005\nSECRET_KEY=kept\n');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test.each([
  ['no file', null],
  ['no key', 'SECRET_KEY=other\n'],
  ['a short key', 'API_KEY=short\n'],
  ['a key with a second line', 'API_KEY="an-old-api-key-of-005\nSECRET_KEY=taken"\n'],
])('an archive with %s gives none', async (_what, environment) => {
  await expect(readArchiveKey(await archiveWith(environment), FILENAME)).rejects.toThrow(
    /has no API key|can't be taken/,
  );
});
