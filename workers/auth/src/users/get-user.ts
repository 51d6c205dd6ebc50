import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { getUser } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import * as service from './service.ts';

export function mountGetUser(app: App<AuthBindings>): void {
  app.openapi({ ...getUser, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await service.getUser(c.get('db'), userOf(c), c.get('env').USERS_VISIBLE_TO, id), 200);
  });
}
