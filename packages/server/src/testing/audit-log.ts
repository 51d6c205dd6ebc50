import { rows } from './postgres.ts';

/** The entries that a request left in the audit log, without what is in all of them. */
export async function auditedBy(requestId: string): Promise<Record<string, unknown>[]> {
  return rows(
    `select action, outcome, actor_email, actor_role, target_type, target_id, target_name, details, address, user_agent, count
     from selfdb.audit_log where request_id = $1 order by id`,
    [requestId],
  );
}

/** Everything that the log holds of a text, for what it must not hold. */
export async function auditEntriesWith(text: string): Promise<Record<string, unknown>[]> {
  return rows('select * from selfdb.audit_log a where strpos(a::text, $1) > 0', [text]);
}
