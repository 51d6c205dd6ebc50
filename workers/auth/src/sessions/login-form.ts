import { invalid } from '@selfdb/shared/errors';
import { login } from '@selfdb/shared/users/routes';
import { type Login, LoginForm } from '@selfdb/shared/users/schema';

/**
 * The contract of the login, extended by the form of an OAuth2 password grant. The OpenAPI document leaves the form out,
 * because not every client generator supports an operation with two body types.
 */
// @hono/zod-openapi 1.6 validates a required body with two media types against both schemas. It validates an optional one
// against the schema of its own type, and the other result is an empty object. So the handler requires the body.
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

/** The credentials from either body. Throws a ValidationError if there is none. */
export function credentialsOf(json: Partial<Login>, form: Partial<LoginForm>): Login {
  const email = json.email ?? form.username;
  const password = json.password ?? form.password;
  if (email === undefined || password === undefined) throw invalid(['body'], 'a body is required', 'missing');
  return { email, password };
}
