import { type Lsn, writeLsn } from '../lsn.ts';

/* Messages of pgoutput (PostgreSQL documentation, 53.9), as Postgres writes them. */

const int16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const lsnBytes = (lsn: Lsn) => {
  const bytes = Buffer.alloc(8);
  writeLsn(bytes, 0, lsn);
  return bytes;
};
const text = (value: string) => Buffer.from(`${value}\0`);
const TIME = Buffer.alloc(8);
const TEXT_TYPE = 25;

export function begin(lsn: Lsn, xid = 7): Buffer {
  return Buffer.concat([Buffer.from('B'), lsnBytes(lsn), TIME, int32(xid)]);
}

export function commit(lsn: Lsn, end: Lsn): Buffer {
  return Buffer.concat([Buffer.from('C\0'), lsnBytes(lsn), lsnBytes(end), TIME]);
}

/** A table whose columns are all texts; the first one is its key. */
export function relation(relid: number, schema: string, name: string, columns: string[]): Buffer {
  const described = columns.map((column, i) =>
    Buffer.concat([Buffer.from([i === 0 ? 1 : 0]), text(column), int32(TEXT_TYPE), int32(0xffffffff)]),
  );
  const head = [Buffer.from('R'), int32(relid), text(schema), text(name), Buffer.from('d')];
  return Buffer.concat([...head, int16(columns.length), ...described]);
}

export function tuple(values: (string | null)[]): Buffer {
  const written = values.map((value) => {
    if (value === null) return Buffer.from('n');
    return Buffer.concat([Buffer.from('t'), int32(Buffer.byteLength(value)), Buffer.from(value)]);
  });
  return Buffer.concat([int16(values.length), ...written]);
}

/** `rows` are letters and tuples, such as `'N', tuple([…])`. */
export function change(kind: 'I' | 'U' | 'D', relid: number, ...rows: (string | Buffer)[]): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(relid), ...rows.map((part) => Buffer.from(part))]);
}

export function truncate(...relids: number[]): Buffer {
  return Buffer.concat([Buffer.from('T'), int32(relids.length), Buffer.from([0]), ...relids.map(int32)]);
}
