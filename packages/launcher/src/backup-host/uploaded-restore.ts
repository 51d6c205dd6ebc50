import type { IncomingMessage } from 'node:http';
import type { Report } from '@selfdb/backup/backup/progress';
import { lookAtStart } from '@selfdb/backup/encryption/open-archive';
import { runRestore } from '@selfdb/backup/jobs';
import { withMaintenance } from '@selfdb/backup/restore/maintenance';
import type { BackupStore } from '@selfdb/backup/store/backup-store';
import { readFormFile } from '@selfdb/server/http/form/form-file';
import { AppError } from '@selfdb/shared/errors';
import type { BackupSystem } from '../backup/backup-system.ts';
import { beforeFirstLogin } from './first-login.ts';

/** Keeps the archive in a form under the name that `nameFor` gives it, and restores it unless somebody logs in meanwhile. Returns what was left out. */
export async function restoreUpload(
  { archives, target }: BackupSystem,
  request: IncomingMessage,
  report: Report,
  nameFor: (isEncrypted: boolean) => string,
): Promise<string[]> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type))
    throw new AppError('bad_request', 'Send the archive as multipart/form-data, in the field `file`.');
  const { store } = archives;
  const { databaseUrl } = target;
  const form = readFormFile(request, type, { fields: new Set(), onField() {}, onFile() {} });
  // From the first byte: a backup would sweep an archive that is being written.
  return withMaintenance(databaseUrl, async (held) => {
    const { isEncrypted, bytes } = await lookAtStart(form);
    const filename = nameFor(isEncrypted);
    await receive(store, filename, bytes, report);
    try {
      const aroundSwap = (swap: () => Promise<void>) => beforeFirstLogin(databaseUrl, swap);
      return (await runRestore(archives, filename, { ...target, held, aroundSwap }, report)).notes;
    } catch (error) {
      await store.remove(filename);
      throw error;
    }
  });
}

async function receive(
  store: BackupStore,
  filename: string,
  bytes: AsyncIterable<Uint8Array>,
  report: Report,
): Promise<void> {
  const archive = await store.create(filename, 0);
  try {
    let received = 0;
    for await (const part of bytes) {
      await archive.append(part);
      received += part.byteLength;
      report({ step: 'upload', bytes: received, total: undefined });
    }
    await archive.finish(new Uint8Array(0));
    await archive.publish();
  } catch (error) {
    await archive.discard();
    throw error;
  }
}
