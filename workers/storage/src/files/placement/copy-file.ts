import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { copyFile } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import * as service from './service.ts';

export function mountCopyFile(app: App<StorageBindings>): void {
  app.openapi({ ...copyFile, middleware: requireToken() }, async (c) => {
    const file = await service.copyFile(callerOf(c), c.req.valid('param').id, c.req.valid('json'));
    return c.json(file, 201, { Location: `/storage/files/${file.id}` });
  });
}
