import { anonymous, type Principal } from '@selfdb/shared/auth/principal';
import type { Statement } from '@selfdb/shared/db/database';
import { userTable } from '@selfdb/shared/db/identifier';
import { template } from '@selfdb/shared/db/template';
import sql from 'sql-template-tag';
import { gateColumns, gateIf, sameVersion } from '../../catalog/repository.ts';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { columnRef, typed } from './columns.ts';

type RowById = ReturnType<typeof compose>;

/** Lives as long as the metadata that the text was composed from. */
const composed = new WeakMap<TableMeta, Map<string, RowById>>();

/**
 * The statement of the hottest route: the row as `body`, with the columns of the gate. It does without the gate's look
 * at the catalog: Postgres itself refuses the grouping once the key is no longer the primary key, and a second row
 * once a column is no longer unique. What it does not find may be there under another key by now.
 */
export function rowById(who: Principal, table: TableMeta, key: Column, id: string): Statement {
  const ofTable = composed.get(table) ?? new Map<string, RowById>();
  composed.set(table, ofTable);
  const name = `${who.kind} ${key.name}`;
  const statement = ofTable.get(name) ?? compose(who.kind, table, key);
  ofTable.set(name, statement);
  const { userId, sessionId } = who.kind === 'user' ? who : { userId: null, sessionId: null };
  return statement({ userId, sessionId, id });
}

function compose(kind: Principal['kind'], table: TableMeta, key: Column) {
  const column = columnRef(key);
  const asKey = key.sole_key ? sql`group by ${column}` : sql``;
  return template(['userId', 'sessionId', 'id'], ({ userId, sessionId, id }) => {
    const who: Principal = kind === 'user' ? { kind, userId, sessionId } : anonymous;
    return sql`
      with ${gateIf(who, table, 'public', sameVersion(table))}
      select ${gateColumns}, case when gate.open then (
        select row_to_json(r.*)::text from ${userTable(table.name)} r
        where ${column} = ${typed(id, key.cast)} ${asKey}) end as body
      from gate`;
  });
}
