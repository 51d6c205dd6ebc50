import type { RightsChange, RightsState } from '../../change.ts';
import type { Message } from '../pgoutput/message.ts';
import type { Relation, RelationMessage } from '../pgoutput/relation.ts';
import type { Tuple } from '../pgoutput/tuple.ts';

/** What a row says of rights. `start`: rights were told otherwise before it. */
export type ToldRights = Pick<RightsChange, 'of' | 'id' | 'was' | 'now'> | 'start';

const KINDS: ReadonlySet<string> = new Set<RightsChange['of']>(['user', 'session', 'table']);

/** Whether it is the table into which the triggers on what rights hang on write. Only the system's role can. */
export function isOfRights({ schema, name }: RelationMessage): boolean {
  return schema === 'selfdb' && name === 'rights_changes';
}

/** Reads an inserted row. Throws when it is none that a trigger writes. */
export function readRights(relation: Relation, message: Message, row: Tuple): ToldRights {
  const text = (name: string) => {
    const i = relation.columns.findIndex((column) => column.name === name);
    const [start = -1, end = -1] = [row.starts[i], row.ends[i]];
    return start < 0 ? null : message.utf8(start, end);
  };
  const [of, id, was, now] = [text('kind'), text('id'), text('was'), text('now')];
  if (of === 'start') return 'start';
  if (of === null || !isKind(of) || !id || was === null) throw new TypeError('no change of rights');
  return { of, id, was: parseState(was), now: now === null || now === 'null' ? null : parseState(now) };
}

function isKind(of: string): of is RightsChange['of'] {
  return KINDS.has(of);
}

function parseState(text: string): RightsState {
  const state: unknown = JSON.parse(text);
  if (!isState(state)) throw new TypeError('no state of rights');
  return state;
}

function isState(state: unknown): state is RightsState {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return false;
  return Object.values(state).every(
    (value) => value === null || ['string', 'boolean'].includes(typeof value),
  );
}
