import type { App } from '@selfdb/shared/http/context';
import { refreshToken } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import { refresh } from './service.ts';

export function mountRefreshToken(app: App<AuthBindings>): void {
  app.openapi(refreshToken, async (c) => {
    const { refresh_token } = c.req.valid('json');
    const tokens = await refresh(c.get('env'), c.get('db'), c.get('principal'), refresh_token);
    return c.json(tokens, 200, { 'Cache-Control': 'no-store' });
  });
}
