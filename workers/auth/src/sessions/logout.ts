import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App, AppEnv } from '@selfdb/shared/http/context';
import { logout } from '@selfdb/shared/routes/users';
import { createMiddleware } from 'hono/factory';
import { logOut } from './service.ts';

/** Many clients send `Content-Type: application/json` with no body at all; that counts as no body. */
const allowEmptyBody = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.header('Content-Type') !== undefined && (await c.req.text()) === '') {
    const headers = new Headers(c.req.raw.headers);
    headers.delete('Content-Type');
    c.req.raw = new Request(c.req.url, { method: c.req.method, headers });
  }
  await next();
});

export function mountLogout(app: App): void {
  app.openapi({ ...logout, middleware: [requireToken(), allowEmptyBody] as const }, async (c) => {
    const { refresh_token } = c.req.valid('json');
    await logOut(c.get('env'), c.get('db'), userOf(c), refresh_token);
    return c.json({ message: 'Logged out.' }, 200);
  });
}
