import { requireToken, userOf } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import { forwardedAddress } from '@selfdb/server/http/internal';
import { refuseMultipart } from '@selfdb/server/http/request/refuse-multipart';
import * as contracts from '@selfdb/shared/users/routes';
import type { AuthBindings } from '../bindings.ts';
import { waitUntilOf } from '../wait-until.ts';
import { credentialsOf, loginWithForm } from './login-form.ts';
import * as service from './service.ts';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** `/users/token` and `/users/logout`. Mount them before the users, whose `/users/{id}` would match these paths too. */
export function mountSessions(app: App<AuthBindings>): void {
  app.openapi({ ...loginWithForm, middleware: refuseMultipart() }, async (c) => {
    const credentials = credentialsOf(c.req.valid('json'), c.req.valid('form'));
    const userAgent = c.req.header('User-Agent');
    const client = { address: forwardedAddress(c), userAgent, waitUntil: waitUntilOf(c) };
    const tokens = await service.logIn(c.get('env'), c.get('db'), c.get('principal'), credentials, client);
    return c.json(tokens, 200, NO_STORE);
  });

  app.openapi(contracts.refreshToken, async (c) => {
    const { refresh_token } = c.req.valid('json');
    const tokens = await service.refresh(c.get('env'), c.get('db'), c.get('principal'), refresh_token);
    return c.json(tokens, 200, NO_STORE);
  });

  app.openapi({ ...contracts.logout, middleware: requireToken() }, async (c) => {
    const { refresh_token } = c.req.valid('json');
    await service.logOut(c.get('env'), c.get('db'), userOf(c), refresh_token);
    return c.json({ message: 'Logged out.' }, 200);
  });

  app.openapi({ ...contracts.logoutAll, middleware: requireToken() }, async (c) => {
    await service.logOutEverywhere(c.get('db'), userOf(c));
    return c.json({ message: 'Logged out everywhere.' }, 200);
  });
}
