// Made from a migrated database by `npm run generate:schema -w packages/launcher`. A test holds it equal to one.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

export interface AuditLogTable {
  id: Generated<string>;
  action: string;
  outcome: Generated<'ok' | 'refused' | 'failed'>;
  actor_id: string | null;
  actor_email: string | null;
  actor_role: string | null;
  target_type: string;
  target_id: string | null;
  target_name: string | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  details: ColumnType<unknown, string | undefined, string>;
  count: Generated<number>;
  last_at: string | null;
  fold_key: string | null;
}

export interface BlobHoldsTable {
  id: Generated<string>;
  reason: string;
  taken_at: Generated<string>;
  expires_at: string;
}

export interface BucketsTable {
  id: Generated<string>;
  name: string;
  owner_id: string;
  description: string | null;
  max_file_size: ColumnType<string | null, string | number | bigint | null, string | number | bigint | null>;
  allowed_mime_types: ColumnType<string | null, readonly string[] | null, readonly string[] | null>;
  file_count: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  total_size: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  deleted_at: string | null;
  access: 'public' | 'users' | 'owner';
  anonymous_uploads: Generated<boolean>;
}

export interface ChangeFeedTable {
  id: Generated<boolean>;
  epoch: string;
}

export interface DeadSegmentsTable {
  blob_id: string;
  segment: string;
  died_at: Generated<string>;
}

export interface FilesTable {
  id: Generated<string>;
  bucket_id: string;
  path: string;
  folder: GeneratedAlways<string>;
  name: GeneratedAlways<string>;
  size: ColumnType<string, string | number | bigint, string | number | bigint>;
  mime_type: string;
  checksum_sha256: string;
  blob_id: string;
  segments: ColumnType<unknown, string, string>;
  owner_id: string;
  metadata: ColumnType<unknown, string | undefined, string>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  content_encoding: string | null;
}

export interface FunctionDeadJobsTable {
  id: string;
  function_id: string;
  trigger_type: string;
  request: ColumnType<unknown, string, string>;
  user_id: string | null;
  session_id: string | null;
  order_key: string | null;
  delivery_id: string | null;
  attempts: number;
  error: string | null;
  created_at: string;
  died_at: Generated<string>;
}

export interface FunctionExecutionsTable {
  id: string;
  function_id: string;
  version: number;
  user_id: string | null;
  trigger_type: 'http' | 'schedule' | 'database' | 'webhook' | 'event' | 'manual';
  status: Generated<'running' | 'completed' | 'failed' | 'timeout'>;
  host_id: string;
  attempt: Generated<number>;
  started_at: string;
  completed_at: string | null;
  duration_ms: number | null;
  response_status: number | null;
  result: ColumnType<unknown, string | null, string | null>;
  fault: 'timeout' | 'hung' | 'memory' | 'crashed' | 'load' | 'cut' | null;
  error_message: string | null;
  error_stack: string | null;
  logs_truncated: Generated<boolean>;
}

export interface FunctionJobsTable {
  id: Generated<string>;
  function_id: string;
  trigger_type: 'schedule' | 'database' | 'webhook' | 'event' | 'manual';
  request: ColumnType<unknown, string, string>;
  user_id: string | null;
  session_id: string | null;
  order_key: string | null;
  depth: Generated<number>;
  delivery_id: string | null;
  attempt: Generated<number>;
  max_attempts: Generated<number>;
  backoff: Generated<'exponential' | 'linear' | 'fixed'>;
  delay_seconds: Generated<number>;
  max_delay_seconds: Generated<number>;
  run_at: Generated<string>;
  execution_id: string | null;
  claimed_at: string | null;
  last_error: string | null;
  created_at: Generated<string>;
}

export interface FunctionLogsTable {
  id: Generated<string>;
  function_id: string;
  execution_id: string;
  log_level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  message: string;
  timestamp: string;
}

export interface FunctionOnceTable {
  function_id: string;
  ran_at: Generated<string>;
}

export interface FunctionReplaysTable {
  function_id: string;
  cursor: string;
  through: string;
  created_at: Generated<string>;
}

export interface FunctionSchedulesTable {
  function_id: string;
  cron: string;
  timezone: string;
  next_run_at: string;
  last_run_at: string | null;
}

export interface FunctionStatisticsTable {
  function_id: string;
  executions: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  successes: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  errors: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  total_duration_ms: Generated<number>;
  last_executed_at: string | null;
}

export interface FunctionVersionsTable {
  function_id: string;
  version: number;
  code: string;
  files: ColumnType<unknown, string | null, string | null>;
  modules: ColumnType<unknown, string | null, string | null>;
  triggers: ColumnType<unknown, string | null, string | null>;
  description: string | null;
  created_by: string | null;
  created_at: Generated<string>;
}

export interface FunctionsTable {
  id: Generated<string>;
  owner_id: string;
  name: string;
  description: string | null;
  code: string;
  files: ColumnType<unknown, string | null, string | null>;
  runtime: Generated<string>;
  public: Generated<boolean>;
  is_active: Generated<boolean>;
  version: Generated<number>;
  deployed_version: number | null;
  timeout_seconds: Generated<number>;
  memory_limit_mb: Generated<number>;
  max_concurrent: Generated<number>;
  variables: ColumnType<unknown, string | undefined, string>;
  triggers: ColumnType<unknown, string | undefined, string>;
  network: ColumnType<unknown, string | undefined, string>;
  deployment_status: Generated<'pending' | 'deployed' | 'failed' | 'undeployed'>;
  deployment_error: string | null;
  revision: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  faults: Generated<number>;
  last_deployed_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface InstanceTable {
  singleton: Generated<boolean>;
  first_login_at: string | null;
  sql_role: string | null;
  private_means: Generated<'users' | 'owner'>;
  audit_key_hash: string | null;
  cors_origins: ColumnType<string | null, readonly string[] | null, readonly string[] | null>;
  cors_changed_at: string | null;
}

export interface KnownAddressesTable {
  user_id: string;
  address: string;
  last_login_at: Generated<string>;
}

export interface LoginFailuresTable {
  subject: string;
  failures: number;
  failed_at: Generated<string>;
}

export interface PublishedColumnsTable {
  relid: string;
  stamp: ColumnType<string, string | number | bigint, string | number | bigint>;
}

export interface PublishedPartitionsTable {
  relid: string;
  stamp: ColumnType<string, string | number | bigint, string | number | bigint>;
}

export interface RightsChangesTable {
  sequence: GeneratedAlways<string>;
  kind: string;
  id: string;
  now: ColumnType<unknown, string | null, string | null>;
}

export interface SessionsTable {
  id: string;
  user_id: string;
  refresh_id: string;
  created_at: Generated<string>;
  expires_at: string;
  revoked_at: string | null;
  last_used_at: Generated<string>;
  address: string | null;
  user_agent: string | null;
  function_id: string | null;
}

export interface SqlHistoryTable {
  id: Generated<string>;
  user_id: string;
  query: string;
  read_only: boolean;
  success: boolean;
  error: string | null;
  row_count: ColumnType<string | null, string | number | bigint | null, string | number | bigint | null>;
  execution_time_ms: number;
  created_at: Generated<string>;
}

export interface SqlSnippetsTable {
  id: Generated<string>;
  owner_id: string;
  name: string;
  sql_code: string;
  description: string | null;
  is_shared: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface SqlTabsTable {
  id: Generated<string>;
  user_id: string;
  name: string;
  query: string;
  position: number;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface StorageJobsTable {
  id: Generated<string>;
  kind: 'delete_files' | 'sweep';
  owner_id: string;
  bucket_id: string | null;
  prefix: string | null;
  file_ids: ColumnType<string | null, readonly string[] | null, readonly string[] | null>;
  status: Generated<'waiting' | 'running' | 'done' | 'failed'>;
  total: ColumnType<string | null, string | number | bigint | null, string | number | bigint | null>;
  done: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  error: string | null;
  created_at: Generated<string>;
  finished_at: string | null;
}

export interface TablesTable {
  id: Generated<string>;
  relid: string;
  owner_id: string;
  access: Generated<'public' | 'users' | 'owner'>;
  realtime_enabled: Generated<boolean>;
  description: string | null;
  metadata: ColumnType<unknown, string | undefined, string>;
  version: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
  told_name: string | null;
  has_triggers: Generated<boolean>;
  is_published: GeneratedAlways<boolean>;
}

export interface TriggerCursorTable {
  id: Generated<boolean>;
  cursor: string;
}

export interface UploadsTable {
  blob_id: string;
  bucket_id: string;
  owner_id: string | null;
  path: string;
  size: ColumnType<string, string | number | bigint, string | number | bigint>;
  received: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  segments: ColumnType<unknown, string | undefined, string>;
  mime_type: string | null;
  metadata: ColumnType<unknown, string | undefined, string>;
  tus_metadata: string | null;
  file_id: string | null;
  created_at: Generated<string>;
  expires_at: string;
  on_conflict: 'rename' | 'error' | 'replace';
}

export interface UsersTable {
  id: Generated<string>;
  email: string;
  password_hash: string;
  first_name: string;
  last_name: string;
  role: Generated<'USER' | 'ADMIN'>;
  is_active: Generated<boolean>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface WebhookDeliveriesTable {
  id: Generated<string>;
  webhook_id: string;
  function_id: string | null;
  provider_delivery_id: string | null;
  replay_key: string | null;
  source_ip: string | null;
  order_key: string | null;
  request_headers: ColumnType<unknown, string | undefined, string>;
  request_body: string;
  signature_valid: boolean | null;
  status: Generated<'received' | 'queued' | 'executing' | 'completed' | 'failed' | 'retry_pending'>;
  delivery_attempt: Generated<number>;
  retry_count: Generated<number>;
  next_retry_at: string | null;
  function_execution_id: string | null;
  execution_result: ColumnType<unknown, string | null, string | null>;
  error_message: string | null;
  execution_time_ms: number | null;
  response_status_code: number | null;
  received_at: Generated<string>;
  processing_started_at: string | null;
  processing_completed_at: string | null;
}

export interface WebhookJobsTable {
  id: GeneratedAlways<string>;
  delivery_id: string;
  webhook_id: string;
  order_key: string;
  attempt: Generated<number>;
  run_at: Generated<string>;
  claimed_at: string | null;
}

export interface WebhookStatisticsTable {
  webhook_id: string;
  minute_began_at: Generated<string>;
  minute_count: Generated<number>;
  deliveries: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  successes: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  failures: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  last_received_at: string | null;
  last_delivery_status: string | null;
}

export interface WebhooksTable {
  id: Generated<string>;
  owner_id: string;
  name: string;
  description: string | null;
  direction: Generated<'inbound' | 'outbound'>;
  is_active: Generated<boolean>;
  function_id: string | null;
  token: string | null;
  provider: string | null;
  provider_event_type: string | null;
  require_signature: Generated<boolean>;
  rate_limit_per_minute: Generated<number>;
  table_id: string | null;
  operations: ColumnType<string | null, readonly string[] | null, readonly string[] | null>;
  target_url: string | null;
  secret: string;
  old_secret: string | null;
  old_secret_until: string | null;
  retry_enabled: Generated<boolean>;
  retry_attempts: Generated<number>;
  retry_backoff_strategy: Generated<'exponential' | 'linear' | 'fixed'>;
  retry_delay_seconds: Generated<number>;
  retry_max_delay_seconds: Generated<number>;
  revision: ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface SystemSchema {
  'selfdb.audit_log': AuditLogTable;
  'selfdb.blob_holds': BlobHoldsTable;
  'selfdb.buckets': BucketsTable;
  'selfdb.change_feed': ChangeFeedTable;
  'selfdb.dead_segments': DeadSegmentsTable;
  'selfdb.files': FilesTable;
  'selfdb.function_dead_jobs': FunctionDeadJobsTable;
  'selfdb.function_executions': FunctionExecutionsTable;
  'selfdb.function_jobs': FunctionJobsTable;
  'selfdb.function_logs': FunctionLogsTable;
  'selfdb.function_once': FunctionOnceTable;
  'selfdb.function_replays': FunctionReplaysTable;
  'selfdb.function_schedules': FunctionSchedulesTable;
  'selfdb.function_statistics': FunctionStatisticsTable;
  'selfdb.function_versions': FunctionVersionsTable;
  'selfdb.functions': FunctionsTable;
  'selfdb.instance': InstanceTable;
  'selfdb.known_addresses': KnownAddressesTable;
  'selfdb.login_failures': LoginFailuresTable;
  'selfdb.published_columns': PublishedColumnsTable;
  'selfdb.published_partitions': PublishedPartitionsTable;
  'selfdb.rights_changes': RightsChangesTable;
  'selfdb.sessions': SessionsTable;
  'selfdb.sql_history': SqlHistoryTable;
  'selfdb.sql_snippets': SqlSnippetsTable;
  'selfdb.sql_tabs': SqlTabsTable;
  'selfdb.storage_jobs': StorageJobsTable;
  'selfdb.tables': TablesTable;
  'selfdb.trigger_cursor': TriggerCursorTable;
  'selfdb.uploads': UploadsTable;
  'selfdb.users': UsersTable;
  'selfdb.webhook_deliveries': WebhookDeliveriesTable;
  'selfdb.webhook_jobs': WebhookJobsTable;
  'selfdb.webhook_statistics': WebhookStatisticsTable;
  'selfdb.webhooks': WebhooksTable;
}
