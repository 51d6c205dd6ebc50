import type { App } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { mountCountAllFiles } from './count-all-files.ts';
import { mountCountFiles } from './count-files.ts';
import { mountDeleteFile } from './delete-file.ts';
import { mountGetFile } from './get-file.ts';
import { mountGetFileStats } from './get-file-stats.ts';
import { mountListFiles } from './list-files.ts';
import { mountCopyFile } from './placement/copy-file.ts';
import { mountMoveFile } from './placement/move-file.ts';
import { mountMoveFolder } from './placement/move-folder.ts';
import { mountUpdateFile } from './update-file.ts';

/** `/storage/files`. Fixed paths before `/storage/files/{id}`, which would match them. */
export function mountFiles(app: App<StorageBindings>): void {
  mountListFiles(app);
  mountGetFileStats(app);
  mountCountAllFiles(app);
  mountCountFiles(app);
  mountMoveFolder(app);
  mountGetFile(app);
  mountUpdateFile(app);
  mountDeleteFile(app);
  mountMoveFile(app);
  mountCopyFile(app);
}
