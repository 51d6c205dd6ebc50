import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/jobs/routes';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import * as service from './service.ts';

/** Background jobs. Mount them before the files, whose `/storage/files/{id}` would match these paths. */
export function mountJobs(app: App<StorageBindings>): void {
  app.openapi({ ...contracts.deleteFiles, middleware: requireToken() }, async (c) => {
    const job = await service.deleteFiles(callerOf(c), c.req.valid('json'));
    wakeJanitor(c);
    return c.json(job, 202, { Location: `/storage/jobs/${job.id}` });
  });

  app.openapi({ ...contracts.sweepStorage, middleware: requireToken() }, async (c) => {
    const job = await service.sweepStorage(callerOf(c));
    wakeJanitor(c);
    return c.json(job, 202, { Location: `/storage/jobs/${job.id}` });
  });

  app.openapi({ ...contracts.getStorageJob, middleware: requireToken() }, async (c) =>
    c.json(await service.getJob(callerOf(c), c.req.valid('param').id), 200),
  );
}
