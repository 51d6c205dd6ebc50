import type { App } from '@selfdb/shared/http/context';
import type { AuthBindings } from '../bindings.ts';
import { mountChangePassword } from '../passwords/change-password.ts';
import { mountCountUsers } from './count-users.ts';
import { mountCreateUser } from './create-user.ts';
import { mountDeleteUser } from './delete-user.ts';
import { mountGetMe } from './get-me.ts';
import { mountGetUser } from './get-user.ts';
import { mountListUsers } from './list-users.ts';
import { mountUpdateMe } from './update-me.ts';
import { mountUpdateUser } from './update-user.ts';

/** `/users`. Fixed paths before `/users/{id}`, which would match them. */
export function mountUsers(app: App<AuthBindings>): void {
  mountCreateUser(app);
  mountListUsers(app);
  mountCountUsers(app);
  mountGetMe(app);
  mountUpdateMe(app);
  mountChangePassword(app);
  mountGetUser(app);
  mountUpdateUser(app);
  mountDeleteUser(app);
}
