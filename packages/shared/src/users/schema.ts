import { Deleted, Id, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

export const Role = z.enum(['USER', 'ADMIN']);
export type Role = z.infer<typeof Role>;

export const User = z
  .object({
    id: Id,
    email: z.string().openapi({ description: 'Empty unless the caller is this user or an ADMIN' }),
    firstName: z.string(),
    lastName: z.string(),
    role: Role,
    isActive: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
    created_at: Time.openapi({ description: 'The same as `createdAt`' }),
    updated_at: Time.openapi({ description: 'The same as `updatedAt`' }),
  })
  .openapi('User');
export type User = z.infer<typeof User>;

export const DeletedUser = Deleted.extend({ id: Id, user_id: Id }).openapi('DeletedUser');

export const Owned = z
  .object({
    tables: z.int(),
    buckets: z.int(),
    files: z.int().openapi({ description: 'In buckets of any owner' }),
    size: z.int().openapi({ description: 'Of these files, in bytes' }),
    snippets: z.int(),
  })
  .openapi('Owned');
export type Owned = z.infer<typeof Owned>;

const Email = Text.max(254)
  .pipe(z.email('must be an e-mail address'))
  .openapi({ type: 'string', format: 'email', maxLength: 254 });
/** A password in UTF-8. Only its hash is stored, so it may contain characters that a text in Postgres can't. */
const AnyPassword = z
  .string()
  .refine((value) => value.isWellFormed(), { error: 'must not contain lone surrogates' });
const Password = characters(AnyPassword, 8, 128);
const Name = characters(Text, 1, 100).refine((name) => name.trim() !== '', { error: 'must not be blank' });

export const CreateUser = z
  .strictObject({
    email: Email,
    password: Password,
    firstName: Name,
    lastName: Name,
    role: Role.default('USER'),
  })
  .openapi('CreateUser');
export type CreateUser = z.infer<typeof CreateUser>;

export const UpdateMe = z
  .strictObject({ firstName: Name.optional(), lastName: Name.optional() })
  .openapi('UpdateMe');
export type UpdateMe = z.infer<typeof UpdateMe>;

// Not UpdateMe.extend: the document would require both schemas at once, and each refuses the other's fields.
export const UpdateUser = z
  .strictObject({
    ...UpdateMe.shape,
    email: Email.optional(),
    password: Password.optional(),
    role: Role.optional(),
    isActive: z.boolean().optional(),
  })
  .openapi('UpdateUser');
export type UpdateUser = z.infer<typeof UpdateUser>;

/** The body of a login. It has no minimum lengths: an impossible password must get the same answer as a wrong one. */
export const Login = z
  .strictObject({ email: Text.trim().max(254), password: AnyPassword.max(1000) })
  .openapi('Login');
export type Login = z.infer<typeof Login>;

/** The OAuth2 password form (RFC 6749, section 4.3.2). */
export const LoginForm = z.strictObject({
  grant_type: z.literal(['password', '']).optional(),
  username: Text.trim().max(254),
  password: AnyPassword.max(1000),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});
export type LoginForm = z.infer<typeof LoginForm>;

export const Tokens = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().openapi({ description: 'Lifetime of the access token in seconds' }),
  })
  .openapi('Tokens');
export type Tokens = z.infer<typeof Tokens>;

export const Refresh = z.strictObject({ refresh_token: z.string().max(4096) }).openapi('Refresh');
export const Logout = z.strictObject({ refresh_token: z.string().max(4096).optional() }).openapi('Logout');
export const ChangePassword = z
  .strictObject({ current_password: AnyPassword.max(1000), new_password: Password })
  .openapi('ChangePassword');
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Text of `min` to `max` characters: code points, as in JSON Schema, not the UTF-16 units that zod counts. */
function characters(text: z.ZodString, min: number, max: number) {
  const fits = (text: string) => {
    if (text.length < min || text.length > 2 * max) return false;
    const count = [...text].length;
    return count >= min && count <= max;
  };
  return text.refine(fits, { error: `must have ${min} to ${max} characters`, abort: true }).openapi({
    minLength: min,
    maxLength: max,
  });
}
