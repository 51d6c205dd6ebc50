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
export type * from './generated/types.gen.ts';
export type { Table as TableRead, Tokens as TokenPair, User as UserRead } from './generated/types.gen.ts';
export type { RequestOptions } from './http/request-options.ts';
export type { Condition, Filter } from './rows/filter.ts';
export type { Page, ReadOptions } from './rows/read-rows.ts';
export { SelfDB, type SelfDBOptions } from './selfdb.ts';
export type { SchemaType, TableType } from './tables/schema-type.ts';
export type { BearerTokens } from './tokens/bearer-tokens.ts';
export type { AuthState } from './tokens/session.ts';
export type { TokenStorage } from './tokens/token-storage.ts';
