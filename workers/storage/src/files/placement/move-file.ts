import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { moveFile } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import * as service from './service.ts';

export function mountMoveFile(app: App<StorageBindings>): void {
  app.openapi({ ...moveFile, middleware: requireToken() }, async (c) =>
    c.json(await service.moveFile(callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );
}
