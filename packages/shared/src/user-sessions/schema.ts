import { Id, integerParam, offsetAsSkip, skipFields, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

export const ListUserSessions = offsetAsSkip(
  z.strictObject({ ...skipFields, limit: integerParam(1, 1000, 100) }),
);
export type ListUserSessions = z.output<typeof ListUserSessions>;

/** A session that has neither ended nor expired. */
export const UserSession = z
  .object({
    id: Id,
    created_at: Time.openapi({ description: 'When the user signed in' }),
    last_used_at: Time.openapi({ description: 'The login, or the last exchange of the refresh token' }),
    expires_at: Time,
    address: z.string().nullable().openapi({ description: 'Where the user signed in; null if unknown' }),
    user_agent: z.string().nullable().openapi({
      description: 'The header User-Agent of the login, of which the first 512 characters are kept',
    }),
    current: z.boolean().openapi({ description: 'Whether it is the session of this call' }),
  })
  .openapi('UserSession');
export type UserSession = z.infer<typeof UserSession>;

const UUID_OR_ME = /^(?:me|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;

const UserIdOrMe = z
  .string()
  .regex(UUID_OR_ME, 'must be a UUID, or "me"')
  .toLowerCase()
  .openapi({ description: "The user's id, or `me` for the caller" });

export const UserParam = z.object({ id: UserIdOrMe });
export const UserSessionParams = z.object({ id: UserIdOrMe, session_id: Id });
