import type { RightsChange, RightsState } from '../../change.ts';
import { parseSnapshot, type Snapshot } from '../../snapshot.ts';
import type { PgoutputMessage } from '../pgoutput/message.ts';
import type { Relation, RelationMessage } from '../pgoutput/relation.ts';
import type { Tuple } from '../pgoutput/tuple.ts';

/**
 * What a row in `selfdb.rights_changes` says: a change of rights; `start`, which an upgrade writes once; a change
 * of a table's partitions; a change of its columns, with what they are now; the snapshot of its own transaction; or how many
 * functions led to the changes that follow in the transaction.
 */
export type RightsNotice =
  | Pick<RightsChange, 'of' | 'id' | 'now'>
  | { of: 'start' }
  | { of: 'partitions'; relid: number }
  | { of: 'columns'; relid: number; columns: unknown[] }
  | { of: 'snapshot'; snapshot: Snapshot }
  | { of: 'depth'; depth: number };

const KINDS: ReadonlySet<string> = new Set<RightsChange['of']>(['user', 'session', 'table']);

/**
 * Whether this is the table that the triggers on users, sessions and tables write to. Only the system's role
 * can write there.
 */
export function isOfRights({ schema, name }: RelationMessage): boolean {
  return schema === 'selfdb' && name === 'rights_changes';
}

/** Reads an inserted row. Throws if the system would not write such a row. */
export function readRightsNotice(relation: Relation, message: PgoutputMessage, row: Tuple): RightsNotice {
  const text = (name: string) => {
    const i = relation.columns.findIndex((column) => column.name === name);
    const [start = -1, end = -1] = [row.starts[i], row.ends[i]];
    return start < 0 ? null : message.utf8(start, end);
  };
  const [of, id, now] = [text('kind'), text('id'), text('now')];
  if (of === 'start') return { of };
  if (of === 'snapshot') return { of, snapshot: parseSnapshot(id) };
  if (of === 'depth' && Number(id) > 0) return { of, depth: Number(id) };
  if (of === 'partitions' && Number(id) > 0) return { of, relid: Number(id) };
  if (of === 'columns' && Number(id) > 0 && now !== null)
    return { of, relid: Number(id), columns: parseColumns(now) };
  if (of === null || !isKind(of) || !id) throw new TypeError('no change of rights');
  return { of, id, now: now === null || now === 'null' ? null : parseState(now) };
}

function isKind(of: string): of is RightsChange['of'] {
  return KINDS.has(of);
}

function parseState(text: string): RightsState {
  const state: unknown = JSON.parse(text);
  if (!isState(state)) throw new TypeError('no state of rights');
  return state;
}

function parseColumns(text: string): unknown[] {
  const columns: unknown = JSON.parse(text);
  if (!Array.isArray(columns)) throw new TypeError('no columns');
  return columns;
}

function isState(state: unknown): state is RightsState {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return false;
  return Object.values(state).every(
    (value) => value === null || ['string', 'boolean'].includes(typeof value),
  );
}
