import type { App } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { mountDownloadFile } from './download-file.ts';
import { mountDownloadSigned } from './download-signed.ts';
import { mountSignFile } from './sign-file.ts';

/** Downloads, which look at key and token themselves: a public bucket and a signature need neither. */
export function mountOpenDownloads(app: App<StorageBindings>): void {
  mountDownloadFile(app);
  mountDownloadSigned(app);
}

export function mountDownloads(app: App<StorageBindings>): void {
  mountSignFile(app);
}
