import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { listUsers } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import * as service from './service.ts';

export function mountListUsers(app: App<AuthBindings>): void {
  app.openapi({ ...listUsers, middleware: requireToken() }, async (c) => {
    return c.json(
      await service.listUsers(c.get('db'), userOf(c), c.get('env').USERS_VISIBLE_TO, c.req.valid('query')),
      200,
    );
  });
}
