export type { BackupScheduleSettings } from './backups/schedule.ts';
export type { WaitForJobOptions, WatchedJob } from './backups/wait-for-job.ts';
export {
  APIConnectionError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  errorOf,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  SelfDBError,
} from './errors.ts';
export type { FollowFunctionLogsOptions } from './functions/follow-function-logs.ts';
export type { ExecutionListOptions, FunctionLogOptions } from './functions/functions.ts';
export type { InvokeOptions } from './functions/invoke.ts';
export type * from './generated/types.gen.ts';
export type {
  SelfDbFunction as SelfDBFunction,
  Table as TableRead,
  Tokens as TokenPair,
  User as UserRead,
} from './generated/types.gen.ts';
export type { RequestOptions } from './http/request-options.ts';
export type { RealtimeChannel } from './realtime/channel/channel.ts';
export type { ChannelState } from './realtime/channel/channel-session.ts';
export type {
  BroadcastPayload,
  ChangeEvent,
  ChangePayload,
  ChannelEvents,
  GapPayload,
} from './realtime/channel/events.ts';
export type { ChannelOptions } from './realtime/channel/options.ts';
export type { PresenceChange, PresenceList, PresenceMeta } from './realtime/channel/presence.ts';
export type { ConnectionStatus, RealtimeState } from './realtime/connection/connection.ts';
export type { WebSocketClass, WebSocketLike } from './realtime/connection/phoenix-socket.ts';
export type { ColumnCondition, Filter } from './rows/filter.ts';
export type { Page, ReadOptions } from './rows/read-rows.ts';
export type { RowQuery } from './rows/row-query.ts';
export { SelfDB, type SelfDBOptions } from './selfdb.ts';
export type { DownloadOptions, RangeOptions } from './storage/download.ts';
export type { FileListOptions, FilePlace } from './storage/files.ts';
export type { UploadOptions, UploadProgress } from './storage/upload-options.ts';
export type { UploadData } from './storage/upload-source.ts';
export type { FollowLogsOptions, LogFilter, LogOptions } from './system/log-options.ts';
export type { AuditQuery } from './system/system.ts';
export type { SchemaType, TableType } from './tables/schema-type.ts';
export type { BearerTokens } from './tokens/bearer-tokens.ts';
export type { AuthState } from './tokens/session.ts';
export type { TokenStorage } from './tokens/token-storage.ts';
export type { DeliveryListOptions } from './webhooks/webhooks.ts';
