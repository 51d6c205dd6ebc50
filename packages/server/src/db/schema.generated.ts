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

export interface SystemSchema {
  'selfdb.audit_log': AuditLogTable;
  'selfdb.blob_holds': BlobHoldsTable;
  'selfdb.buckets': BucketsTable;
  'selfdb.change_feed': ChangeFeedTable;
  'selfdb.dead_segments': DeadSegmentsTable;
  'selfdb.files': FilesTable;
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
  'selfdb.uploads': UploadsTable;
  'selfdb.users': UsersTable;
}
