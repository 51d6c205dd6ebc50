import type { App } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { mountDeleteFiles } from './delete-files.ts';
import { mountGetStorageJob } from './get-storage-job.ts';
import { mountSweepStorage } from './sweep-storage.ts';

/** What is done in the background. Goes before the files, whose `/storage/files/{id}` would match its paths. */
export function mountJobs(app: App<StorageBindings>): void {
  mountDeleteFiles(app);
  mountSweepStorage(app);
  mountGetStorageJob(app);
}
