import { getMe } from '@selfdb/server/db/user-object';
import { requireToken, userOf } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import { forwardedAddress } from '@selfdb/server/http/internal';
import * as contracts from '@selfdb/shared/users/routes';
import type { AuthBindings } from '../bindings.ts';
import { networkOf } from '../login-attempts/network.ts';
import * as service from './service.ts';

/** `/users`. Fixed paths come before `/users/{id}`, which would match them. */
export function mountUsers(app: App<AuthBindings>): void {
  app.openapi(contracts.createUser, async (c) => {
    const network = networkOf(forwardedAddress(c));
    const user = await service.createUser(c.get('db'), c.get('principal'), c.req.valid('json'), network);
    return c.json(user, 201, { Location: `/users/${user.id}` });
  });

  app.openapi({ ...contracts.listUsers, middleware: requireToken() }, async (c) => {
    const audience = c.get('env').USERS_VISIBLE_TO;
    return c.json(await service.listUsers(c.get('db'), userOf(c), audience, c.req.valid('query')), 200);
  });

  app.openapi({ ...contracts.countUsers, middleware: requireToken() }, async (c) => {
    const audience = c.get('env').USERS_VISIBLE_TO;
    const { search } = c.req.valid('query');
    return c.json({ count: await service.countUsers(c.get('db'), userOf(c), audience, search) }, 200);
  });

  app.openapi({ ...contracts.getMe, middleware: requireToken() }, async (c) =>
    c.json(await getMe(c.get('db'), userOf(c)), 200),
  );

  app.openapi({ ...contracts.updateMe, middleware: requireToken() }, async (c) => {
    const principal = userOf(c);
    const user = await service.updateUser(c.get('db'), principal, principal.userId, c.req.valid('json'));
    return c.json(user, 200);
  });

  app.openapi({ ...contracts.getUser, middleware: requireToken() }, async (c) => {
    const audience = c.get('env').USERS_VISIBLE_TO;
    return c.json(await service.getUser(c.get('db'), userOf(c), audience, c.req.valid('param').id), 200);
  });

  app.openapi({ ...contracts.getOwned, middleware: requireToken() }, async (c) =>
    c.json(await service.getOwned(c.get('db'), userOf(c), c.req.valid('param').id), 200),
  );

  app.openapi({ ...contracts.updateUser, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await service.updateUser(c.get('db'), userOf(c), id, c.req.valid('json')), 200);
  });

  app.openapi({ ...contracts.deleteUser, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    await service.deleteUser(c.get('db'), userOf(c), id);
    const deleted = { message: 'The user was deleted.', id, user_id: id, deleted_id: id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });
}
