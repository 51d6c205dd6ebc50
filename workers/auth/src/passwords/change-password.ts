import { requireToken, userOf } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { changePassword } from '@selfdb/shared/routes/users';
import type { AuthBindings } from '../bindings.ts';
import { carryThrough } from '../carry-through.ts';
import * as service from './service.ts';

export function mountChangePassword(app: App<AuthBindings>): void {
  app.openapi({ ...changePassword, middleware: requireToken() }, async (c) => {
    await service.changePassword(c.get('env'), c.get('db'), userOf(c), c.req.valid('json'), (work) =>
      carryThrough(c, work),
    );
    return c.json({ message: 'Password changed. Your other sessions have ended.' }, 200);
  });
}
