import { anonymous, type Principal } from '@selfdb/shared/auth/principal';
import type { Statement } from '@selfdb/shared/db/database';
import { template } from '@selfdb/shared/db/template';
import type { Sql } from 'sql-template-tag';
import type { TableMeta } from '../../catalog/table-meta.ts';

const MAX_KEPT = 50;

type Compose = (who: Principal, value: string, count: string) => Sql;
type Composed = ReturnType<typeof asTemplate>;

/** Lives as long as the metadata that the texts were composed from. */
const kept = new WeakMap<TableMeta, Map<string, Composed>>();

/**
 * The statement that `compose` makes of a principal and one value, and a number, its text composed once for the table and the key.
 * The key must tell apart whatever else goes into the text.
 */
export function composedOnce(
  table: TableMeta,
  key: string,
  who: Principal,
  value: string,
  compose: Compose,
  count = 1,
): Statement {
  const ofTable = kept.get(table) ?? new Map<string, Composed>();
  kept.set(table, ofTable);
  const name = `${who.kind} ${key}`;
  const composed = ofTable.get(name) ?? asTemplate(who.kind, compose);
  if (ofTable.size >= MAX_KEPT && !ofTable.has(name)) ofTable.clear();
  ofTable.set(name, composed);
  const { userId, sessionId } = who.kind === 'user' ? who : { userId: null, sessionId: null };
  return composed({ userId, sessionId, value, count });
}

function asTemplate(kind: Principal['kind'], compose: Compose) {
  return template(['userId', 'sessionId', 'value', 'count'], ({ userId, sessionId, value, count }) =>
    compose(kind === 'user' ? { kind, userId, sessionId } : anonymous, value, count),
  );
}
