import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { logout } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import { logOut } from './service.ts';

export function mountLogout(app: App<AuthBindings>): void {
  app.openapi({ ...logout, middleware: requireToken() }, async (c) => {
    const { refresh_token } = c.req.valid('json');
    await logOut(c.get('env'), c.get('db'), userOf(c), refresh_token);
    return c.json({ message: 'Logged out.' }, 200);
  });
}
