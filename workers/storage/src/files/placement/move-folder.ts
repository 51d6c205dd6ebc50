import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { moveFolder } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';

import * as service from './service.ts';

export function mountMoveFolder(app: App<StorageBindings>): void {
  app.openapi({ ...moveFolder, middleware: requireToken() }, async (c) =>
    c.json({ count: await service.moveFolder(callerOf(c), c.req.valid('json')) }, 200),
  );
}
