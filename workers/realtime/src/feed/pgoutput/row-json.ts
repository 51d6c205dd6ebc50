import type { PgoutputMessage } from './message.ts';
import type { Relation } from './relation.ts';
import { NULL, type Tuple, UNCHANGED } from './tuple.ts';

/**
 * A row as JSON text, as in the rows API. The message lacks an unchanged TOAST value: it comes from `old`, or
 * is left out if `old` lacks it too.
 */
export function rowJson(relation: Relation, message: PgoutputMessage, row: Tuple, old?: Tuple): string {
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

/** Only the key columns. Without a full identity the message lacks the others, which look like null. */
export function keyJson(relation: Relation, message: PgoutputMessage, row: Tuple): string {
  const members = relation.columns.flatMap(({ isKey }, i) => {
    const start = row.starts[i] ?? NULL;
    if (!isKey || start < 0) return [];
    return `${relation.keys[i]}${relation.values[i]?.(message, start, row.ends[i] ?? start)}`;
  });
  return `{${members.join(',')}}`;
}
