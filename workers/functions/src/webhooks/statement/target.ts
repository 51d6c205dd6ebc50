import { type RawBuilder, sql } from 'kysely';
import { ownsFunction } from '../../functions/statement/function-object.ts';

/** What a webhook is to run, or whose changes it is to send: at most one of them. */
export interface Target {
  function_id?: string | undefined;
  /** The name or the id. */
  table?: string | undefined;
}

/** Whether the target exists, and whether it may be one. Both are true where none is named. */
export interface TargetGate {
  target_found: boolean;
  target_allowed: boolean;
}

/** Whether the user `o` may read the table `t`. */
export const mayRead = sql`selfdb.may_use(t.access, t.owner_id, o.id, o.role)`;

/**
 * The common table expression `target`, one row. Reads from `gate`: the caller, by `my_id` and `my_role`, must own the function; the
 * webhook's owner, by `owner_id` and `owner_role`, must be allowed to read the table. Postgres refuses one that can't be published.
 */
export function targetOf({ function_id, table }: Target): RawBuilder<unknown> {
  if (function_id !== undefined) {
    return sql`target as materialized (
      select f.id as target_id, f.id is not null as target_found, f.id is not null and ${ownsFunction} as target_allowed
      from (select my_id as id, my_role as role from gate) u left join selfdb.functions f on f.id = ${function_id}::uuid)`;
  }
  if (table !== undefined) {
    return sql`target as materialized (
      select t.id as target_id, t.id is not null as target_found, t.id is not null and ${mayRead} as target_allowed,
        case when t.id is not null and not t.is_published and ${mayRead} then selfdb.require_published(t.relid::oid)::text end as publishable
      from (select owner_id as id, owner_role as role from gate) o
      left join selfdb.tables t on t.told_name = ${table}::text or t.id::text = lower(${table}::text)
      order by t.told_name = ${table}::text desc limit 1)`;
  }
  return sql`target as materialized (select null::uuid as target_id, true as target_found, true as target_allowed)`;
}
