import type { RightsChange } from '../../change.ts';
import type { Message } from '../pgoutput/message.ts';
import type { Relation, RelationMessage } from '../pgoutput/relation.ts';
import { NULL, type Tuple } from '../pgoutput/tuple.ts';

/** What a right has changed for. */
export type Concerned = Pick<RightsChange, 'of' | 'id' | 'now'>;

/** The prefix of the messages that the trigger on selfdb.tables writes. */
const PREFIX = 'selfdb.rights';

/** Whose rights a table holds; undefined for tables of users. */
export function rightsOf({ schema, name }: RelationMessage): 'user' | 'session' | undefined {
  if (schema !== 'selfdb') return undefined;
  if (name === 'users') return 'user';
  return name === 'sessions' ? 'session' : undefined;
}

/** Whom a row of such a table is of, and how it is now. */
export function concernedBy(
  relation: Relation,
  message: Message,
  row: Tuple,
  isGone: boolean,
): Concerned | undefined {
  const of = rightsOf(relation);
  const values = textsOf(relation, message, row);
  return of && values.id ? { of, id: values.id, now: isGone ? null : values } : undefined;
}

function textsOf({ columns }: Relation, message: Message, row: Tuple): Record<string, string | null> {
  const entries = columns.map(({ name }, i) => {
    const start = row.starts[i] ?? NULL;
    return [name, start < 0 ? null : message.utf8(start, row.ends[i] ?? start)];
  });
  return Object.fromEntries(entries);
}

/** The same out of a message in the log; undefined for those of others. */
export function concernedByMessage(message: Message): Concerned | undefined {
  const { text: prefix, next } = message.zeroEnded(10);
  if (prefix !== PREFIX) return undefined;
  const end = next + 4 + message.bytes.readUInt32BE(next);
  return JSON.parse(message.utf8(next + 4, end));
}
