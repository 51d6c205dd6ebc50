import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { getMe } from '@selfdb/shared/routes/users';
import { getUser } from './service.ts';

export function mountGetMe(app: App): void {
  app.openapi({ ...getMe, middleware: requireToken() }, async (c) => {
    const principal = userOf(c);
    return c.json(await getUser(c.get('db'), principal, principal.userId), 200);
  });
}
