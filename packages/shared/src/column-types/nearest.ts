import { BUILT_IN } from './built-in.ts';

/** Names from other systems and languages, with the type that means the same. */
const ELSEWHERE: Record<string, string> = {
  string: 'text',
  str: 'text',
  clob: 'text',
  tinytext: 'text',
  mediumtext: 'text',
  longtext: 'text',
  nvarchar: 'varchar',
  varchar2: 'varchar',
  number: 'numeric',
  tinyint: 'smallint',
  short: 'smallint',
  mediumint: 'integer',
  int32: 'integer',
  long: 'bigint',
  int64: 'bigint',
  float32: 'real',
  float64: 'double precision',
  datetime: 'timestamptz',
  datetime2: 'timestamptz',
  duration: 'interval',
  timedelta: 'interval',
  guid: 'uuid',
  uniqueidentifier: 'uuid',
  object: 'jsonb',
  dict: 'jsonb',
  map: 'jsonb',
  struct: 'jsonb',
  array: 'jsonb',
  list: 'jsonb',
  blob: 'bytea',
  binary: 'bytea',
  varbinary: 'bytea',
  bytes: 'bytea',
  autoincrement: 'serial',
};

const MAX_CHARACTERS = 40;

/** The known type whose name is most similar. `others` are known in addition to the built-in types. */
export function nearestType(name: string, others: string[] = []): string {
  const given = name.toLowerCase().slice(0, MAX_CHARACTERS);
  const candidates = [
    ...[...BUILT_IN.keys()].map((type) => [type, type] as const),
    ...Object.entries(ELSEWHERE),
    ...others.map((type) => [type.toLowerCase(), type] as const),
  ];
  let nearest = 'text';
  let least = Number.POSITIVE_INFINITY;
  for (const [word, type] of candidates) {
    if (Math.abs(given.length - word.length) >= least) continue;
    const steps = distance(given, word);
    if (steps < least) [least, nearest] = [steps, type];
  }
  return nearest;
}

/** The Levenshtein distance of two texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The sentence for a type that does not exist. */
export function noSuchType(name: string, others?: string[]): string {
  return `There is no type "${name}". Did you mean "${nearestType(name, others)}"?`;
}
