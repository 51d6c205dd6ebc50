import type { Lsn } from '../lsn.ts';
import { BUILTIN_TYPES, type TypeShape } from './type-shape.ts';

/** A type as the catalog has it. */
export interface CatalogType {
  oid: number;
  /** The type that a domain restricts; 0 for others. */
  base: number;
  /** What an array holds; 0 for others. */
  element: number;
  delimiter: string;
  /** Of a composite type. */
  fields: { name: string; type: number }[] | null;
}

/** What the catalog says of types and all that they are made of, as one statement has seen it. */
export interface CatalogReading {
  types: CatalogType[];
  /** Another one after each change of a composite type that is among them; null when none is. */
  stamp: string | null;
  /** The lower 32 bits of the numbers of the transactions that have last changed their attributes. */
  writers: number[];
  /** What the statement has seen stands in the log before it. */
  place: Lsn;
  /** Another transaction was changing one, and may have been committed in the log already. */
  isChanging: boolean;
}

/** Tells how types are made. */
export type DescribeTypes = (oids: number[]) => Promise<CatalogReading>;

/** What types are, where the catalog had to be read. */
export interface FoundShapes {
  shapes: ReadonlyMap<number, TypeShape>;
  /** Of composite types, which may be others at another place of the log. */
  composites: (CatalogReading & { stamp: string }) | undefined;
}

const TEXT: TypeShape = { kind: 'text' };

/** The shape of every given type. One that is not there any more becomes a text. */
export async function findShapes(oids: number[], describe: DescribeTypes): Promise<FoundShapes> {
  const unknown = oids.filter((oid) => !BUILTIN_TYPES.has(oid));
  if (unknown.length === 0) return { shapes: BUILTIN_TYPES, composites: undefined };
  const reading = await describe(unknown);
  const catalog = new Map(reading.types.map((type) => [type.oid, type]));
  const { stamp } = reading;
  return {
    shapes: new Map(oids.map((oid) => [oid, shapeOf(oid, catalog)])),
    composites: stamp === null ? undefined : { ...reading, stamp },
  };
}

function shapeOf(oid: number, catalog: Map<number, CatalogType>): TypeShape {
  const builtin = BUILTIN_TYPES.get(oid);
  const type = catalog.get(oid);
  if (builtin || !type) return builtin ?? TEXT;
  if (type.base !== 0) return shapeOf(type.base, catalog);
  if (type.element !== 0) {
    return { kind: 'array', element: shapeOf(type.element, catalog), delimiter: type.delimiter };
  }
  if (!type.fields) return TEXT;
  const fields = type.fields.map(({ name, type: field }) => ({ name, type: shapeOf(field, catalog) }));
  return { kind: 'record', fields };
}
