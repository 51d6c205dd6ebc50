import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/files/routes';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import { storageCallerOf } from '../storage-caller.ts';
import * as moves from './move/service.ts';
import * as service from './service.ts';

/** `/storage/files`. Fixed paths come before `/storage/files/{id}`, which would match them. */
export function mountFiles(app: App<StorageBindings>): void {
  app.openapi(contracts.listFiles, async (c) =>
    c.json(await service.listFiles(callerOf(c), c.req.valid('query')), 200),
  );

  app.openapi(contracts.getFileStats, async (c) => c.json(await service.getStats(callerOf(c)), 200));

  app.openapi(contracts.countAllFiles, async (c) => {
    const { search } = c.req.valid('query');
    return c.json({ count: await service.countFiles(callerOf(c), undefined, search) }, 200);
  });

  app.openapi(contracts.countFiles, async (c) => {
    const { bucket_id, search } = c.req.valid('query');
    return c.json({ count: await service.countFiles(callerOf(c), bucket_id, search) }, 200);
  });

  app.openapi({ ...contracts.moveFolder, middleware: requireToken() }, async (c) =>
    c.json({ count: await moves.moveFolder(callerOf(c), c.req.valid('json')) }, 200),
  );

  app.openapi(contracts.getFile, async (c) =>
    c.json(await service.getFile(callerOf(c), c.req.valid('param').id), 200),
  );

  app.openapi({ ...contracts.updateFile, middleware: requireToken() }, async (c) =>
    c.json(await service.updateFile(callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );

  app.openapi({ ...contracts.deleteFile, middleware: requireToken() }, async (c) => {
    await service.deleteFile(callerOf(c), c.req.valid('param').id);
    wakeJanitor(c);
    return c.body(null, 204);
  });

  app.openapi({ ...contracts.moveFile, middleware: requireToken() }, async (c) =>
    c.json(await moves.moveFile(storageCallerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );

  app.openapi({ ...contracts.copyFile, middleware: requireToken() }, async (c) => {
    const file = await moves.copyFile(storageCallerOf(c), c.req.valid('param').id, c.req.valid('json'));
    return c.json(file, 201, { Location: `/storage/files/${file.id}` });
  });
}
