import type { Principal } from '@selfdb/server/auth/principal';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import { type RawBuilder, sql } from 'kysely';
import { callerArguments } from '../../catalog/repository.ts';

/** What the audit log says of a change of a table. */
export interface TableAudit {
  action: Extract<AuditAction, `${'table' | 'column' | 'index'}.${string}`>;
  /** Undefined for a new table, which is found by its name. */
  id: string | undefined;
  name: string;
  /** Names and types; no defaults, which may be secrets. */
  details: Record<string, unknown>;
}

/** Adds the entry, at the end of the change's transaction. It runs as the SQL role, so it shows the key. */
export function auditTable(who: Principal, key: string, entry: TableAudit): RawBuilder<unknown> {
  const { action, id, name, details } = entry;
  const { address, userAgent, requestId } = who.origin ?? {};
  const json = JSON.stringify({
    action,
    target_id: id,
    target_name: name,
    details,
    address,
    user_agent: userAgent,
    request_id: requestId,
  });
  return sql`select selfdb_api.audit_table(${callerArguments(who)}, ${key}, ${json}::jsonb)::text`;
}
