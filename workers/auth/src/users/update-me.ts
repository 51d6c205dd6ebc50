import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { updateMe } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import { updateUser } from './service.ts';

export function mountUpdateMe(app: App<AuthBindings>): void {
  app.openapi({ ...updateMe, middleware: requireToken() }, async (c) => {
    const principal = userOf(c);
    return c.json(await updateUser(c.get('db'), principal, principal.userId, c.req.valid('json')), 200);
  });
}
