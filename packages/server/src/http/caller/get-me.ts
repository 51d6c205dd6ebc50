import * as routes from '@selfdb/shared/users/routes';
import { getMe } from '../../db/user-object.ts';
import type { App, Bindings } from '../context.ts';
import { readBody } from '../request/read-body.ts';
import { authenticate, requireApiKey, requireToken, userOf } from './authenticate.ts';
import { clientAddress } from './client-address.ts';
import { takeShare } from './take-share.ts';

/**
 * `GET /users/me`. Clients call it so often that a hop to another process would cost too much, so the api worker answers it.
 * Mount it before the paths that are forwarded.
 */
export function mountGetMe<B extends Bindings>(app: App<B>): void {
  const middleware = [
    requireApiKey<B>(),
    authenticate<B>(clientAddress),
    takeShare<B>(clientAddress),
    readBody<B>(),
    requireToken<B>(),
  ];
  app.openapi({ ...routes.getMe, middleware }, async (c) => c.json(await getMe(c.get('db'), userOf(c)), 200));
}
