/** Below the limit of a value in the SQLite of Durable Objects (2 MB), even with three bytes per character. */
const MAX_PART_CHARACTERS = 500_000;

/** Items that are stored together, by position. */
export interface Chunk {
  first: string;
  last: string;
  /** `,16423,16500,` */
  relids: string;
  /** Milliseconds since 1970. */
  at: number;
  body: string;
}

export interface Range {
  /** Exclusive. */
  after: string;
  /** Inclusive. */
  through: string;
  relid?: number | undefined;
}

type Row = Record<'first' | 'last' | 'relids' | 'body', string> & Record<'part' | 'at', number>;

const ADD = 'insert into chunks (first, part, last, relids, at, bytes, body) values (?, ?, ?, ?, ?, ?, ?)';

/** Chunks in SQLite. A long chunk is split, because a value has a size limit. */
export class ChunkStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    // The long column is last, so reading the others does not touch it.
    sql.exec(`create table if not exists chunks (first text not null, part integer not null, last text not null,
      relids text not null, at integer not null, bytes integer not null, body text not null,
      primary key (first, part))`);
  }

  /** Returns the number of bytes stored. */
  add({ first, last, relids, at, body }: Chunk): number {
    let bytes = 0;
    cut(body).forEach((text, part) => {
      const size = Buffer.byteLength(text);
      bytes += size;
      this.#sql.exec(ADD, first, part, last, relids, at, size, text);
    });
    return bytes;
  }

  /** Chunks with items in the range, in order. */
  read({ after, through, relid }: Range): Iterable<Chunk> {
    // The key finds the chunk that contains `after`. Earlier chunks are not read.
    const condition = `first >= coalesce((select max(first) from chunks where first <= ?), '') and first <= ?
      and last > ? and (? is null or instr(relids, ?) > 0)`;
    return this.#select(condition, after, through, after, relid ?? null, `,${relid},`);
  }

  /** Chunks within the range, both ends included. */
  within(first: string, last: string): Chunk[] {
    return [...this.#select('first >= ? and last <= ?', first, last)];
  }

  oldest(): { first: string; last: string; at: number; bytes: number } | undefined {
    return this.#sql
      .exec<{ first: string; last: string; at: number; bytes: number }>(
        `select first, last, at, (select sum(bytes) from chunks o where o.first = c.first) as bytes
         from chunks c order by first limit 1`,
      )
      .toArray()[0];
  }

  bytes(): number {
    return this.#sql.exec<{ bytes: number }>('select coalesce(sum(bytes), 0) as bytes from chunks').one()
      .bytes;
  }

  remove(first: string): void {
    this.#sql.exec('delete from chunks where first = ?', first);
  }

  removeAfter(position: string): void {
    this.#sql.exec('delete from chunks where first > ?', position);
  }

  clear(): void {
    this.#sql.exec('delete from chunks');
  }

  *#select(condition: string, ...values: (string | number | null)[]): Generator<Chunk> {
    const text = `select first, part, last, relids, at, body from chunks where ${condition} order by first, part`;
    let chunk: Chunk | undefined;
    for (const { part, ...row } of this.#sql.exec<Row>(text, ...values)) {
      if (chunk && part > 0) chunk.body += row.body;
      else {
        if (chunk) yield chunk;
        chunk = row;
      }
    }
    if (chunk) yield chunk;
  }
}

/** Never splits a surrogate pair. */
function cut(text: string): string[] {
  if (text.length <= MAX_PART_CHARACTERS) return [text];
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = from + MAX_PART_CHARACTERS;
    const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
    parts.push(text.slice(from, splitsPair ? end - 1 : end));
    from = splitsPair ? end - 1 : end;
  }
  return parts;
}
