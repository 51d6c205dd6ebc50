import { invalid } from '@selfdb/shared/errors';
import type { App } from '@selfdb/shared/http/context';
import { forwardedAddress } from '@selfdb/shared/http/internal';
import { refuseMultipart } from '@selfdb/shared/http/refuse-multipart';
import { login } from '@selfdb/shared/routes/users';
import { type Login, LoginForm } from '@selfdb/shared/schemas/user';
import type { AuthBindings } from '../bindings.ts';
import { carryThrough } from '../carry-through.ts';
import { logIn } from './service.ts';

// The form is not in the document: not every generator of clients can make a function with two types of body.
// A required body with two media types is held to both schemas (@hono/zod-openapi 1.6). An optional one is held to
// the schema of the type it came with, the other validator answering an empty object; the handler insists on a body.
const route = {
  ...login,
  middleware: refuseMultipart(),
  request: {
    ...login.request,
    body: {
      content: {
        ...login.request.body.content,
        'application/x-www-form-urlencoded': { schema: LoginForm },
      },
    },
  },
};

export function mountLogin(app: App<AuthBindings>): void {
  app.openapi(route, async (c) => {
    const credentials = credentialsOf(c.req.valid('json'), c.req.valid('form'));
    const client = {
      address: forwardedAddress(c),
      carryThrough: (work: Promise<unknown>) => carryThrough(c, work),
    };
    const tokens = await logIn(c.get('env'), c.get('db'), c.get('principal'), credentials, client);
    return c.json(tokens, 200, { 'Cache-Control': 'no-store' });
  });
}

function credentialsOf(json: Partial<Login>, form: Partial<LoginForm>): Login {
  const email = json.email ?? form.username;
  const password = json.password ?? form.password;
  if (email === undefined || password === undefined) throw invalid(['body'], 'a body is required', 'missing');
  return { email, password };
}
