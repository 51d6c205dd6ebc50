import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { deleteFiles } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import * as service from './service.ts';

export function mountDeleteFiles(app: App<StorageBindings>): void {
  app.openapi({ ...deleteFiles, middleware: requireToken() }, async (c) => {
    const job = await service.deleteFiles(callerOf(c), c.req.valid('json'));
    wakeJanitor(c);
    return c.json(job, 202, { Location: `/storage/jobs/${job.id}` });
  });
}
