import { requireToken, userOf } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import { refuseSlash } from '@selfdb/server/http/request/find-path';
import * as contracts from '@selfdb/shared/user-sessions/routes';
import type { AuthBindings } from '../bindings.ts';
import * as service from './service.ts';

/** `/users/{id}/sessions`, where the id may be `me`. */
export function mountUserSessions(app: App<AuthBindings>): void {
  const middleware = requireToken();

  app.openapi({ ...contracts.listUserSessions, middleware }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await service.listUserSessions(c.get('db'), userOf(c), id, c.req.valid('query')), 200);
  });

  app.openapi({ ...contracts.endOtherUserSessions, middleware: [refuseSlash(), middleware] }, async (c) => {
    await service.endOtherUserSessions(c.get('db'), userOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });

  app.openapi({ ...contracts.endUserSession, middleware }, async (c) => {
    const { id, session_id } = c.req.valid('param');
    await service.endUserSession(c.get('db'), userOf(c), id, session_id);
    return c.body(null, 204);
  });
}
