import type { Report } from '../backup/progress.ts';
import { lookAtStart } from '../encryption/open-archive.ts';
import { runRestore } from '../jobs.ts';
import { withMaintenance } from '../restore/maintenance.ts';
import type { RestoreTarget } from '../restore/restore-backup.ts';
import type { Archives, BackupStore } from '../store/backup-store.ts';
import { beforeFirstLogin } from './first-login.ts';

/** Keeps an archive under the name that `nameFor` gives it, and restores it unless somebody logs in meanwhile. Returns what was left out. */
export async function restoreUpload(
  { archives, target }: { archives: Archives; target: RestoreTarget },
  uploaded: AsyncIterable<Uint8Array>,
  report: Report,
  nameFor: (isEncrypted: boolean) => string,
): Promise<string[]> {
  const { store } = archives;
  const { databaseUrl } = target;
  // From the first byte: a backup would sweep an archive that is being written.
  return withMaintenance(databaseUrl, async (held) => {
    const { isEncrypted, bytes } = await lookAtStart(uploaded);
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
