import type { Message } from './message.ts';
import type { Relation } from './relation.ts';
import { NULL, type Tuple, UNCHANGED } from './tuple.ts';

/**
 * A row as JSON text, as the rows API has it. A TOAST value that did not change is not in the message: it comes out of
 * `old`, or is left out where that is not known.
 */
export function rowJson(relation: Relation, message: Message, row: Tuple, old?: Tuple): string {
  const { keys, values } = relation;
  let json = '';
  for (let i = 0; i < row.length; i += 1) {
    let from = row;
    if (row.starts[i] === UNCHANGED) {
      if (!old || old.starts[i] === UNCHANGED) continue;
      from = old;
    }
    const start = from.starts[i] ?? NULL;
    const value = start === NULL ? 'null' : values[i]?.(message, start, from.ends[i] ?? start);
    json += json === '' ? `{${keys[i]}${value}` : `,${keys[i]}${value}`;
  }
  return json === '' ? '{}' : `${json}}`;
}

/** The key columns alone: of a row without a full identity the others are not known, and look as if they were null. */
export function keyJson(relation: Relation, message: Message, row: Tuple): string {
  const members = relation.columns.flatMap(({ isKey }, i) => {
    const start = row.starts[i] ?? NULL;
    if (!isKey || start < 0) return [];
    return `${relation.keys[i]}${relation.values[i]?.(message, start, row.ends[i] ?? start)}`;
  });
  return `{${members.join(',')}}`;
}
