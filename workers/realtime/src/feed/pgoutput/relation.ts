import type { FoundShapes } from '../json/catalog-types.ts';
import { jsonTextOf } from '../json/json-text.ts';
import { type JsonText, NEEDS_ESCAPES, stringJson } from '../json/scalar-json.ts';
import type { TypeShape } from '../json/type-shape.ts';
import type { PgoutputMessage } from './message.ts';

/** A table as the log describes it from here on. */
export interface RelationMessage {
  relid: number;
  schema: string;
  name: string;
  /** Whether Postgres logs whole old rows. If not, the table may have virtual columns, which are never sent. */
  isWhole: boolean;
  columns: { name: string; type: number; modifier: number; isKey: boolean }[];
}

/** JSON text of a value in a message. */
type ValueJson = (message: PgoutputMessage, start: number, end: number) => string;

export interface Relation extends RelationMessage {
  /** The beginning of the payload of each change. */
  opening: string;
  /** `"name":` of each column. */
  keys: string[];
  values: ValueJson[];
  /** Whether some values contain composite types. */
  hasComposites: boolean;
}

/** The replica identity `full`: `f`. */
const WHOLE = 102;

/** Throws RangeError if it cannot be read. */
export function readRelation(message: PgoutputMessage): RelationMessage {
  const { bytes } = message;
  const { text: schema, next: afterSchema } = message.zeroEnded(5);
  const { text: name, next } = message.zeroEnded(afterSchema);
  const columns: RelationMessage['columns'] = [];
  let at = next + 3;
  for (let left = bytes.readUInt16BE(next + 1); left > 0; left -= 1) {
    const column = message.zeroEnded(at + 1);
    columns.push({
      name: column.text,
      type: bytes.readUInt32BE(column.next),
      modifier: bytes.readInt32BE(column.next + 4),
      isKey: (bytes.readUInt8(at) & 1) === 1,
    });
    at = column.next + 8;
  }
  // An empty schema stands for pg_catalog.
  const isWhole = bytes[next] === WHOLE;
  return { relid: bytes.readUInt32BE(1), schema: schema || 'pg_catalog', name, isWhole, columns };
}

/** The truncated tables. Throws RangeError if the message cannot be read. */
export function readTruncated({ bytes }: PgoutputMessage): number[] {
  const count = bytes.readUInt32BE(1);
  const first = 6;
  if (bytes.length < first + 4 * count) throw new RangeError('a table is missing');
  return Array.from({ length: count }, (_, i) => bytes.readUInt32BE(first + 4 * i));
}

/** What clients can see of a table, used to detect changes. */
export function shapeOf({ schema, name, columns }: RelationMessage): string {
  return JSON.stringify([schema, name, columns.map((column) => [column.name, column.type, column.modifier])]);
}

/** The shape of the same table with other columns, each with name, type and modifier. */
export function withColumns(shape: string, columns: unknown[]): string {
  const [schema, name] = JSON.parse(shape);
  return JSON.stringify([schema, name, columns]);
}

/** Whether two shapes differ in more than the table's name. */
export function haveOtherColumns(shape: string, other: string): boolean {
  return withColumns(shape, JSON.parse(other)[2]) !== shape;
}

export function toRelation(message: RelationMessage, { shapes, composites }: FoundShapes): Relation {
  const { schema, name, columns } = message;
  return {
    ...message,
    opening: `{"table":${stringJson(name)},"schema":${stringJson(schema)},"new":`,
    keys: columns.map((column) => `${stringJson(column.name)}:`),
    values: columns.map(({ type }) => valueJsonOf(shapes.get(type) ?? { kind: 'text' })),
    hasComposites: composites !== undefined,
  };
}

const NEEDS_DECODING = /[\u0080-\u00ff]/;
const ALWAYS_ASCII = ['number', 'boolean', 'timestamp', 'timestamptz', 'plain'];

function valueJsonOf(type: TypeShape): ValueJson {
  const toJson = jsonTextOf(type);
  if (ALWAYS_ASCII.includes(type.kind)) {
    return (message, start, end) => toJson(message.latin1.slice(start, end));
  }
  return type.kind === 'text' ? textJson : decodedJson(toJson);
}

const textJson: ValueJson = (message, start, end) => {
  const text = message.latin1.slice(start, end);
  return NEEDS_ESCAPES.test(text) ? JSON.stringify(message.utf8(start, end)) : `"${text}"`;
};

function decodedJson(toJson: JsonText): ValueJson {
  return (message, start, end) => {
    const text = message.latin1.slice(start, end);
    return toJson(NEEDS_DECODING.test(text) ? message.utf8(start, end) : text);
  };
}
