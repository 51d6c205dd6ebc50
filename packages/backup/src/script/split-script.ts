import { ScriptError, type ScriptEvent } from './script-event.ts';
import { StatementScanner } from './statement-scanner.ts';

/** No statement of pg_dump is longer, except one with a function of this size. */
const MAX_STATEMENT_BYTES = 128 * 1024 * 1024;

const SEMICOLON_BYTES = 1;
const END_OF_ROWS = Buffer.from('\\.\n');
const LAST_ROW_AND_END = Buffer.from('\n\\.\n');
const NOTHING = Buffer.alloc(0);

/** White space, comments, and the two commands of psql that forbid all others between them. */
const LEADING = /^(?:\s+|--[^\n]*|\\(?:un)?restrict [A-Za-z0-9]+(?=\n|$))/;

/** Splits the script of pg_dump into statements and the rows of its COPY statements, in constant memory. */
export class ScriptSplitter {
  readonly #scanner = new StatementScanner();
  #bytes: Buffer = NOTHING;
  #state: 'statement' | 'before-rows' | 'rows' | 'after-rows' = 'statement';

  /** Takes the next bytes. Throws a ScriptError for what is not a script of pg_dump. */
  *push(chunk: Buffer): Generator<ScriptEvent> {
    this.#bytes = this.#bytes.byteLength > 0 ? Buffer.concat([this.#bytes, chunk]) : chunk;
    yield* this.#read(false);
  }

  /** Throws a ScriptError if something is missing. */
  *end(): Generator<ScriptEvent> {
    yield* this.#read(true);
    if (this.#state !== 'statement') throw new ScriptError('The script ends within the rows of a table.');
    if (withoutCommands(this.#bytes.toString()) !== '')
      throw new ScriptError('The script ends within a statement.');
  }

  *#read(isLast: boolean): Generator<ScriptEvent> {
    for (;;) {
      const event = this.#state === 'statement' ? this.#nextStatement(isLast) : this.#nextRows();
      if (!event) return;
      yield event;
    }
  }

  #nextStatement(isLast: boolean): ScriptEvent | undefined {
    for (;;) {
      const end = this.#scanner.findEnd(this.#bytes, isLast);
      if (end === undefined) {
        if (this.#bytes.byteLength > MAX_STATEMENT_BYTES) throw new ScriptError('A statement is too long.');
        return undefined;
      }
      const sql = withoutCommands(this.#take(end).toString());
      this.#take(SEMICOLON_BYTES);
      if (sql.startsWith('COPY ') && sql.endsWith(' FROM stdin')) {
        this.#state = 'before-rows';
        return { kind: 'copy', sql };
      }
      if (sql !== '') return { kind: 'statement', sql };
    }
  }

  #nextRows(): ScriptEvent | undefined {
    if (this.#state === 'before-rows') {
      // The end of the line of COPY, and enough to see whether there are no rows at all.
      if (this.#bytes.byteLength < 1 + END_OF_ROWS.byteLength) return undefined;
      this.#take(1);
      this.#state = this.#bytes.indexOf(END_OF_ROWS) === 0 ? 'after-rows' : 'rows';
    }
    if (this.#state === 'after-rows') {
      this.#take(END_OF_ROWS.byteLength);
      this.#state = 'statement';
      return { kind: 'copy-end' };
    }
    const end = this.#bytes.indexOf(LAST_ROW_AND_END);
    if (end >= 0) this.#state = 'after-rows';
    const length = end >= 0 ? end + 1 : this.#bytes.byteLength - LAST_ROW_AND_END.byteLength + 1;
    return length > 0 ? { kind: 'rows', bytes: this.#take(length) } : undefined;
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }
}

/** A statement without the comments, white space and commands of psql before it. */
function withoutCommands(text: string): string {
  let rest = text;
  for (;;) {
    const leading = LEADING.exec(rest)?.[0].length ?? 0;
    if (leading === 0) return rest.trimEnd();
    rest = rest.slice(leading);
  }
}
