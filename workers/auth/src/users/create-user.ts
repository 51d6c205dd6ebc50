import type { App } from '@selfdb/shared/http/context';
import { createUser } from '@selfdb/shared/routes/users';
import * as service from './service.ts';

export function mountCreateUser(app: App): void {
  app.openapi(createUser, async (c) => {
    const user = await service.createUser(c.get('db'), c.get('principal'), c.req.valid('json'));
    return c.json(user, 201, { Location: `/users/${user.id}` });
  });
}
