import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { logoutAll } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import { logOutEverywhere } from './service.ts';

export function mountLogoutAll(app: App<AuthBindings>): void {
  app.openapi({ ...logoutAll, middleware: requireToken() }, async (c) => {
    await logOutEverywhere(c.get('db'), userOf(c));
    return c.json({ message: 'Logged out everywhere.' }, 200);
  });
}
