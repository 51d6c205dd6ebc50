import { rows } from '@selfdb/server/testing/postgres';

/** What the audit log says of something that the system itself did, not a user. */
export function doneBySystem(targetId: string) {
  return rows('select action, target_name from selfdb.audit_log where target_id = $1 and actor_id is null', [
    targetId,
  ]);
}
