import { invalid } from '@selfdb/shared/errors';
import { login } from '@selfdb/shared/users/routes';
import { type Login, LoginForm } from '@selfdb/shared/users/schema';

/**
 * The contract of the login, which also takes the form of an OAuth2 password grant. The form is not in the document:
 * not every client generator can make a function with two types of body.
 */
// A required body with two media types is held to both schemas (@hono/zod-openapi 1.6). An optional one is held to
// the schema of its own type, and the other validator answers an empty object. So the handler requires a body.
export const loginWithForm = {
  ...login,
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

/** What either body says. Throws a ValidationError when there is none. */
export function credentialsOf(json: Partial<Login>, form: Partial<LoginForm>): Login {
  const email = json.email ?? form.username;
  const password = json.password ?? form.password;
  if (email === undefined || password === undefined) throw invalid(['body'], 'a body is required', 'missing');
  return { email, password };
}
