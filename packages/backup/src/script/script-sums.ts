import { createHash, type Hash } from 'node:crypto';
import type { TableSum } from '../archive/manifest.ts';
import { parseCopy } from './copy-statement.ts';
import type { ScriptEvent } from './script-event.ts';
import { ScriptSplitter } from './split-script.ts';

const NEWLINE = '\n'.charCodeAt(0);

/** Postgres may nest the conditions of a restored definition in another way: `(a OR b) OR c` comes back as `a OR b OR c`. */
const FORM = /[()\s]+/g;

/** Counts and hashes the rows of each table, and hashes the definitions, in a script while it passes. */
export class ScriptSums {
  readonly tables: TableSum[] = [];
  readonly #definitions = createHash('sha256');
  readonly #splitter = new ScriptSplitter();
  #current: { name: string; columns: string; rows: number; hash: Hash } | undefined;

  push(bytes: Buffer): void {
    for (const event of this.#splitter.push(bytes)) this.#take(event);
  }

  /** Returns the hash of the definitions without parentheses and white space. */
  end(): string {
    for (const event of this.#splitter.end()) this.#take(event);
    return this.#definitions.digest('hex');
  }

  #take(event: ScriptEvent): void {
    if (event.kind === 'statement') {
      this.#definitions.update(`${event.sql.replace(FORM, '')};`);
    } else if (event.kind === 'copy') {
      this.#current = { ...parseCopy(event.sql), rows: 0, hash: createHash('sha256') };
    } else if (event.kind === 'rows' && this.#current) {
      this.#current.hash.update(event.bytes);
      this.#current.rows += countLines(event.bytes);
    } else if (event.kind === 'copy-end' && this.#current) {
      const { hash, ...table } = this.#current;
      this.tables.push({ ...table, sha256: hash.digest('hex') });
    }
  }
}

/** Within a row, Postgres writes a line break as `\n`. */
function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
