import type { App } from '@selfdb/shared/http/context';
import { forwardedAddress } from '@selfdb/shared/http/internal';
import { createUser } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import { networkOf } from '../login-attempts/network.ts';
import * as service from './service.ts';

export function mountCreateUser(app: App<AuthBindings>): void {
  app.openapi(createUser, async (c) => {
    const network = networkOf(forwardedAddress(c));
    const user = await service.createUser(c.get('db'), c.get('principal'), c.req.valid('json'), network);
    return c.json(user, 201, { Location: `/users/${user.id}` });
  });
}
