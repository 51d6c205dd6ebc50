import type { SqlStatement } from './split-statements.ts';

/** What a call ran, in words that are not the caller's: they may be kept where the text may not. */
export interface RunKinds {
  /** The number of statements. */
  statements: number;
  /** Each kind once, in the order of its first statement: `select`, `create table`. At most ten. */
  kinds: string[];
}

const VERBS = new Set(
  'select with values table insert update delete merge create alter drop truncate grant revoke comment explain analyze vacuum reindex cluster refresh do call set reset show copy lock notify listen declare fetch savepoint release rollback'.split(
    ' ',
  ),
);
const WITH_OBJECT = new Set(['create', 'alter', 'drop', 'comment']);
const OBJECTS = new Set(
  'table view index function procedure trigger type domain sequence schema role user policy extension publication collation aggregate'.split(
    ' ',
  ),
);
const MAX_KINDS = 10;

/** The kinds of statements, from fixed words only. */
export function runKinds(statements: SqlStatement[]): RunKinds {
  const kinds = new Set<string>();
  for (const statement of statements) {
    if (kinds.size === MAX_KINDS) break;
    kinds.add(kindOf(statement));
  }
  return { statements: statements.length, kinds: [...kinds] };
}

function kindOf({ words: [verb = '', ...rest] }: SqlStatement): string {
  if (!VERBS.has(verb)) return 'other';
  const object = WITH_OBJECT.has(verb) ? rest.find((word) => OBJECTS.has(word)) : undefined;
  return object === undefined ? verb : `${verb} ${object}`;
}
