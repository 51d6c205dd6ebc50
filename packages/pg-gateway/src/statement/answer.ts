import { type Columns, type Row, type RowFormat, rowsJson } from './columns.ts';

const chunkBytes = 64 * 1024;

/** `INSERT 0 5` is command INSERT and 5 rows; `CREATE TABLE` has no count. */
function parseCommandTag(tag: string): { command: string; rowCount: number | null } {
  const words = tag.split(' ');
  const count = Number(words[1] === undefined ? Number.NaN : words.at(-1));
  return { command: words[0] ?? '', rowCount: Number.isInteger(count) ? count : null };
}

/** Writes the JSON of an answer while its rows arrive, so that only a chunk of rows is kept parsed. */
export class AnswerWriter {
  readonly #format: RowFormat;
  readonly #batch: boolean;
  readonly #chunks: Buffer[] = [];
  #chunkedBytes = 0;
  #text = '';
  #rows: Row[] = [];
  #rowBytes = 0;
  #rowsOpen = false;
  #results = 0;

  constructor(format: RowFormat, batch: boolean) {
    this.#format = format;
    this.#batch = batch;
    if (batch) this.#text = '{"results":[';
  }

  /** Bytes written so far; the last chunk is counted in characters. */
  get size(): number {
    return this.#chunkedBytes + this.#text.length;
  }

  row(row: Row, bytes: number, columns: Columns | undefined): void {
    this.#rows.push(row);
    this.#rowBytes += bytes;
    if (this.#rowBytes > chunkBytes) this.#flushRows(columns);
  }

  endResult(columns: Columns | undefined, tag: string): void {
    const { command, rowCount } = parseCommandTag(tag);
    if (this.#rowsOpen && this.#rows.length > 0) this.#flushRows(columns);
    if (!this.#rowsOpen) this.#text += `${this.#opening()}${rowsJson(this.#rows, columns, this.#format)}`;
    else this.#text += ']';
    const fields = columns?.fieldsJson ?? '[]';
    this.#text += `,"fields":${fields},"command":${JSON.stringify(command)},"rowCount":${rowCount},"rowAsArray":${this.#format.arrayMode}}`;
    this.#results += 1;
    this.#rowsOpen = false;
    this.#rows = [];
    this.#rowBytes = 0;
  }

  finish(afterwards?: string | null): string | Buffer[] {
    if (this.#batch) this.#text += ']}';
    if (afterwards != null)
      this.#text = `${this.#text.slice(0, -1)},"afterwards":${JSON.stringify(afterwards)}}`;
    if (this.#chunks.length === 0) return this.#text;
    this.#flushText();
    return this.#chunks;
  }

  #opening(): string {
    return this.#results > 0 ? ',{"rows":' : '{"rows":';
  }

  #flushRows(columns: Columns | undefined): void {
    this.#text += this.#rowsOpen ? ',' : `${this.#opening()}[`;
    this.#text += rowsJson(this.#rows, columns, this.#format).slice(1, -1);
    this.#rowsOpen = true;
    this.#rows = [];
    this.#rowBytes = 0;
    this.#flushText();
  }

  #flushText(): void {
    const chunk = Buffer.from(this.#text);
    this.#chunks.push(chunk);
    this.#chunkedBytes += chunk.length;
    this.#text = '';
  }
}
