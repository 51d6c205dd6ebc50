import type { App } from '@selfdb/shared/http/context';
import type { AuthBindings } from '../bindings.ts';
import { mountLogin } from './login.ts';
import { mountLogout } from './logout.ts';
import { mountLogoutAll } from './logout-all.ts';
import { mountRefreshToken } from './refresh-token.ts';

/** `/users/token` and `/users/logout`. Goes before the users, whose `/users/{id}` would match these paths too. */
export function mountSessions(app: App<AuthBindings>): void {
  mountLogin(app);
  mountRefreshToken(app);
  mountLogout(app);
  mountLogoutAll(app);
}
