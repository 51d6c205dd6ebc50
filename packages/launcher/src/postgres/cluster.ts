import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { archivedDirectory } from '../pitr/places.ts';
import { archiveConfiguration } from '../pitr/shell-commands.ts';
import { UserError } from '../user-error.ts';
import type { PostgresInstallation } from './installation.ts';

/** Creates the database files if they are missing. An interrupted attempt leaves nothing that looks complete. */
export function createCluster(installation: PostgresInstallation): void {
  if (existsSync(join(installation.data, 'PG_VERSION'))) return;
  const partial = `${installation.data}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  if (installation.account) chownSync(partial, installation.account.uid, installation.account.gid);
  const result = spawnSync(
    join(installation.programs, 'bin/initdb'),
    [
      ...['-D', partial, '-U', 'postgres', '-E', 'UTF8', '--locale=C'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--auth=trust', '--no-instructions'],
    ],
    { ...asAccount(installation), cwd: '/', env: postgresEnvironment(), encoding: 'utf8' },
  );
  if (result.status !== 0) {
    rmSync(partial, { recursive: true, force: true });
    const reason = result.error?.message ?? result.stderr;
    throw new UserError(`Postgres could not create its files in ${installation.data}:\n${reason.trim()}`);
  }
  rmdirSync(installation.data);
  renameSync(partial, installation.data);
}

/** Rewrites the configuration at every start, so that it is that of this version. */
export function writeClusterConfiguration(
  installation: PostgresInstallation,
  settings: Pick<Settings, 'DB_PORT' | 'BACKUP_PITR_DAYS'>,
  clusterName: string,
): void {
  writeOwn(installation, 'postgresql.conf', configuration(installation, settings, clusterName));
  writeOwn(installation, 'pg_hba.conf', accessRules);
  if (!existsSync(join(installation.data, 'local.conf')))
    writeOwn(installation, 'local.conf', localConfiguration);
}

export function postgresEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

export function asAccount(installation: PostgresInstallation): { uid: number; gid: number } | undefined {
  return installation.account && { uid: installation.account.uid, gid: installation.account.gid };
}

/** Writes a file of the data directory. */
export function writeOwn(installation: PostgresInstallation, name: string, text: string | Buffer): void {
  const path = join(installation.data, name);
  writeFileSync(path, text, { mode: 0o600 });
  if (installation.account) chownSync(path, installation.account.uid, installation.account.gid);
}

/**
 * The superuser connects only through the socket, whose directory no other user can enter.
 * The line of the database `selfdb` also admits logical replication. A restore fills a database of its own, and renames it
 * from the database `postgres` (packages/backup).
 */
const accessRules = `# Written by SelfDB at every start.
local all      postgres                trust
host  selfdb   selfdb    127.0.0.1/32  scram-sha-256
host  selfdb   selfdb_sql 127.0.0.1/32  scram-sha-256
host  postgres selfdb    127.0.0.1/32  scram-sha-256
host  "/^selfdb_(restore|reference|before)_[0-9]{8}_[0-9]{6}$" selfdb 127.0.0.1/32 scram-sha-256
host  "/^selfdb_restore_[0-9]{8}_[0-9]{6}$" selfdb_sql 127.0.0.1/32 scram-sha-256
`;

const localConfiguration = '# Your own Postgres settings. SelfDB never changes this file.\n';

function configuration(
  installation: PostgresInstallation,
  { DB_PORT: port, BACKUP_PITR_DAYS }: Pick<Settings, 'DB_PORT' | 'BACKUP_PITR_DAYS'>,
  clusterName: string,
): string {
  return `# Written by SelfDB at every start; put your changes into local.conf next to this file.
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${installation.sockets.replaceAll("'", "''")}'
unix_socket_permissions = 0700
cluster_name = '${clusterName}'
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = 128MB
dynamic_shared_memory_type = posix
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, mdy'
default_text_search_config = 'pg_catalog.english'

# The change feed reads the write-ahead log. While it does not, at most this much of the log is kept for it.
wal_level = logical
max_replication_slots = 10
max_wal_senders = 10
max_slot_wal_keep_size = 1GB
${archiveConfiguration(BACKUP_PITR_DAYS, archivedDirectory(installation))}
# A committed write is on the disk. The log since the last checkpoint bounds the time of crash recovery.
fsync = on
synchronous_commit = on
max_wal_size = 512MB

# Neither statements nor the values in them are logged. The launcher also sets log_min_messages, by role.
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] '
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off

include = 'local.conf'
`;
}
