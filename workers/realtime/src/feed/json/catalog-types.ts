import type { Lsn } from '../lsn.ts';
import { BUILTIN_TYPES, type TypeShape } from './type-shape.ts';

/** A type in the catalog. */
export interface CatalogType {
  oid: number;
  /** The base type of a domain; 0 for other types. */
  base: number;
  /** The element type of an array; 0 for other types. */
  element: number;
  delimiter: string;
  /** The fields of a composite type. */
  fields: { name: string; type: number }[] | null;
}

/** What one statement found in the catalog about types and all their parts. */
export interface CatalogReading {
  types: CatalogType[];
  /** Differs after each change of one of the composite types; null if there are none. */
  stamp: string | null;
  /** The lower 32 bits of the ids of the transactions that last changed their attributes. */
  writers: number[];
  /** Everything that the statement saw is in the log before this position. */
  position: Lsn;
  /** Another transaction was changing one of them, and its commit may already be in the log. */
  isChanging: boolean;
}

/** Looks up how types are built. */
export type DescribeTypes = (oids: number[]) => Promise<CatalogReading>;

/** The shapes of types, and a reading if the catalog was needed. */
export interface FoundShapes {
  shapes: ReadonlyMap<number, TypeShape>;
  /** For composite types, which may differ at another position in the log. */
  composites: (CatalogReading & { stamp: string }) | undefined;
}

const TEXT: TypeShape = { kind: 'text' };

/** The shape of every given type. A type that no longer exists is treated as text. */
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
