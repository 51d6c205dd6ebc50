import type { AuditActor } from '@selfdb/shared/system/audit/schema';
import type { Client } from 'pg';
import { UNDO_HOURS } from './scratch-databases.ts';

/**
 * Removes what was under way at the moment of the backup, and what was about bytes that are not in the archive. Bytes of the
 * database that is replaced are kept as long as `--undo` may need them. The audit log gets an entry: `target` is the archive, or
 * the moment, and `by` who asked for it, if that was by the API.
 */
export async function cleanRestored(
  client: Client,
  target: string,
  by: AuditActor | undefined,
): Promise<void> {
  await client.query('begin');
  for (const statement of CLEANING) await client.query(statement);
  await client.query(
    `insert into selfdb.audit_log (action, outcome, target_type, target_name, actor_id, actor_email, actor_role)
     values ('backup.restored', 'ok', 'backup', $1, $2, $3, $4)`,
    [target, by?.id, by?.email, by?.role],
  );
  await client.query('commit');
}

const CLEANING = [
  'delete from selfdb.sessions where function_id is null',
  'select selfdb.prepare_function_days()',
  `update selfdb.function_executions set status = 'failed', fault = 'cut', error_message = 'The execution was cut: the database was restored.',
   completed_at = now() where status = 'running'`,
  // Above every revision of the database that is replaced: a host keeps the code of the newest revision that it has seen.
  'update selfdb.functions set revision = greatest(revision, (extract(epoch from now()) * 1000)::bigint)',
  'delete from selfdb.uploads',
  'delete from selfdb.files f using selfdb.buckets b where b.id = f.bucket_id and b.deleted_at is not null',
  'delete from selfdb.buckets where deleted_at is not null',
  'delete from selfdb.dead_segments',
  'delete from selfdb.blob_holds',
  `update selfdb.storage_jobs set status = 'failed', error = 'The database was restored.', finished_at = now()
   where status in ('waiting', 'running')`,
  'delete from selfdb.tables t where not exists (select from pg_class c where c.oid = t.relid)',
  'delete from selfdb.published_partitions',
  'select selfdb.note_all_columns()',
  `insert into selfdb.blob_holds (reason, expires_at) values ('restore', now() + interval '${UNDO_HOURS} hours')`,
];
