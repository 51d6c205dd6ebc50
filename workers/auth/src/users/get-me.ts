import { getMe } from '@selfdb/shared/db/user-object';
import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import * as routes from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';

/** For the methods that the path has, and where the door hands it on. */
export function mountGetMe(app: App<AuthBindings>): void {
  app.openapi({ ...routes.getMe, middleware: requireToken() }, async (c) =>
    c.json(await getMe(c.get('db'), userOf(c)), 200),
  );
}
