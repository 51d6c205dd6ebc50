import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { requireDeclaredToken } from '@selfdb/server/http/caller/require-declared-token';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import type { App } from '@selfdb/server/http/context';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import { readBody } from '@selfdb/server/http/request/read-body';
import type { StorageBindings } from './bindings.ts';
import { mountBuckets } from './buckets/routes.ts';
import { mountDownloadFile, mountDownloadSignedFile, mountSignFile } from './downloads/routes.ts';
import { mountFiles } from './files/routes.ts';
import { mountWakeJanitor, startJanitor } from './janitor/wake.ts';
import { mountJobs } from './jobs/routes.ts';
import { mountOpenTus, refuseOtherTusMethods } from './tus/methods.ts';
import { mountTus } from './tus/routes.ts';
import { mountUploadFile } from './uploads/routes.ts';

const DOWNLOADS = '/storage/files/download/';

/** Buckets, files and their bytes. Only the API worker can reach it. */
export function createStorageWorker() {
  const downloads = createDownloadsApp();
  const others = createStorageApp();
  return {
    // Downloads have their own router: matching a path against all routes would take a notable part of the time of a small download.
    fetch(request: Request, env: StorageBindings, ctx: ExecutionContext): Response | Promise<Response> {
      return (isDownload(request.url) ? downloads : others).fetch(request, env, ctx);
    },
  };
}

function isDownload(url: string): boolean {
  return url.startsWith(DOWNLOADS, url.indexOf('/', 'https://'.length));
}

/** The middleware of every request to storage. */
function createBaseApp(): App<StorageBindings> {
  const app = createApp<StorageBindings>('storage');
  app.use(requireInternal());
  app.use(async (c, next) => {
    startJanitor(c);
    await next();
  });
  return app;
}

function createDownloadsApp(): App<StorageBindings> {
  const app = createBaseApp();
  mountDownloadFile(app);
  return app;
}

function createStorageApp(): App<StorageBindings> {
  const app = createBaseApp();
  app.get('/internal/health', (c) => c.json({ status: 'ok' }));
  mountWakeJanitor(app);
  mountDownloadSignedFile(app);
  mountOpenTus(app);

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress));
  app.use(takeShare(forwardedAddress));
  refuseOtherTusMethods(app);
  app.use(refuseOtherMethods(app));
  mountUploadFile(app);
  mountTus(app);

  app.use(requireDeclaredToken(app));
  app.use(readBody());
  mountBuckets(app);
  mountJobs(app);
  mountFiles(app);
  mountSignFile(app);
  return app;
}
