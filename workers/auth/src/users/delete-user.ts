import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { deleteUser } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import * as service from './service.ts';

export function mountDeleteUser(app: App<AuthBindings>): void {
  app.openapi({ ...deleteUser, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    await service.deleteUser(c.get('db'), userOf(c), id);
    const deleted = { message: 'The user was deleted.', id, user_id: id, deleted_id: id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });
}
