import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { countUsers } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import * as service from './service.ts';

export function mountCountUsers(app: App<AuthBindings>): void {
  app.openapi({ ...countUsers, middleware: requireToken() }, async (c) => {
    const { search } = c.req.valid('query');
    return c.json(
      { count: await service.countUsers(c.get('db'), userOf(c), c.get('env').USERS_VISIBLE_TO, search) },
      200,
    );
  });
}
