export {
  APIConnectionError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  SelfDBError,
} from './errors.ts';
export type { Owned, Tokens as TokenPair, User as UserRead, UserSession } from './generated/types.gen.ts';
export type { RequestOptions } from './http/request-options.ts';
export { SelfDB, type SelfDBOptions } from './selfdb.ts';
export type { BearerTokens } from './tokens/bearer-tokens.ts';
export type { AuthState } from './tokens/session.ts';
export type { TokenStorage } from './tokens/token-storage.ts';
