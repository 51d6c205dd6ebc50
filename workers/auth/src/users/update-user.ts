import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { updateUser } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import * as service from './service.ts';

export function mountUpdateUser(app: App<AuthBindings>): void {
  app.openapi({ ...updateUser, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await service.updateUser(c.get('db'), userOf(c), id, c.req.valid('json')), 200);
  });
}
