import { authenticate, requireApiKey } from '@selfdb/shared/http/authenticate';
import { createApp } from '@selfdb/shared/http/create-app';
import { requireInternal } from '@selfdb/shared/http/internal';
import { readBody } from '@selfdb/shared/http/read-body';
import type { StorageBindings } from './bindings.ts';
import { mountBuckets } from './buckets/index.ts';
import { mountDownloads, mountOpenDownloads } from './downloads/index.ts';
import { mountFiles } from './files/index.ts';
import { callJanitor } from './janitor/wake.ts';
import { mountJobs } from './jobs/index.ts';
import { mountOpenTus, mountTus } from './tus/index.ts';
import { mountUploadFile } from './uploads/upload-file.ts';

/** Buckets, files and their bytes: reached through the public door only. */
export function createStorageApp() {
  const app = createApp<StorageBindings>('storage');

  app.use(requireInternal());
  app.get('/internal/health', (c) => c.json({ status: 'ok' }));

  app.use(async (c, next) => {
    callJanitor(c);
    await next();
  });
  mountOpenDownloads(app);
  mountOpenTus(app);

  app.use(requireApiKey());
  app.use(authenticate());
  mountUploadFile(app);
  mountTus(app);

  app.use(readBody());
  mountBuckets(app);
  mountJobs(app);
  mountFiles(app);
  mountDownloads(app);
  return app;
}
