import { createHash, type Hash } from 'node:crypto';
import type { TableSum } from '../archive/manifest.ts';
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
  #current: { name: string; rows: number; hash: Hash } | undefined;

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
      this.#current = { name: tableOf(event.sql), rows: 0, hash: createHash('sha256') };
    } else if (event.kind === 'rows' && this.#current) {
      this.#current.hash.update(event.bytes);
      this.#current.rows += countLines(event.bytes);
    } else if (event.kind === 'copy-end' && this.#current) {
      const { name, rows, hash } = this.#current;
      this.tables.push({ name, rows, sha256: hash.digest('hex') });
    }
  }
}

/** `public.books` of `COPY public.books (id, title) FROM stdin`. A name in quotes may contain a parenthesis. */
function tableOf(copy: string): string {
  const [name] = /^(?:"(?:[^"]|"")*"|[^\s("])+/.exec(copy.slice('COPY '.length)) ?? [''];
  return name;
}

/** Within a row, Postgres writes a line break as `\n`. */
function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
