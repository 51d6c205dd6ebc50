import { requireToken, userOf } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import { changePassword } from '@selfdb/shared/users/routes';
import type { AuthBindings } from '../bindings.ts';
import { waitUntilOf } from '../wait-until.ts';
import * as service from './service.ts';

/** `/users/me/password`. */
export function mountPasswords(app: App<AuthBindings>): void {
  app.openapi({ ...changePassword, middleware: requireToken() }, async (c) => {
    await service.changePassword(c.get('env'), c.get('db'), userOf(c), c.req.valid('json'), waitUntilOf(c));
    return c.json({ message: 'Password changed. Your other sessions have ended.' }, 200);
  });
}
