import { authenticate, requireApiKey } from '@selfdb/shared/http/authenticate';
import { createApp } from '@selfdb/shared/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/shared/http/internal';
import { refuseOtherMethods } from '@selfdb/shared/http/methods';
import { readBody } from '@selfdb/shared/http/read-body';
import { requireDeclaredToken } from '@selfdb/shared/http/require-declared-token';
import { takeShare } from '@selfdb/shared/http/take-share';
import { mountPasswords } from './passwords/routes.ts';
import { mountSessions } from './sessions/routes.ts';
import { mountUsers } from './users/routes.ts';

/** Of passwords, names and tokens none is long, and a login is parsed for anyone. */
const MAX_BODY_BYTES = 256 * 1024;

/** Users, sessions and tokens: reached through the public door only. */
export function createAuthApp() {
  const app = createApp('auth');

  app.use(requireInternal());
  app.get('/internal/health', (c) => c.json({ status: 'ok' }));

  app.use(requireApiKey());
  app.use(authenticate());
  app.use(refuseOtherMethods(app));
  app.use(requireDeclaredToken(app));
  app.use(readBody({ maxBytes: MAX_BODY_BYTES }));

  // Logging in is possible while all others wait.
  mountSessions(app);
  app.use(takeShare(forwardedAddress));
  mountPasswords(app);
  mountUsers(app);
  return app;
}
