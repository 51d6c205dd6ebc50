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

/** Tells how types are made, and all that they are made of. */
export type DescribeTypes = (oids: number[]) => Promise<CatalogType[]>;

const TEXT: TypeShape = { kind: 'text' };

/** The shape of every given type. One that is not there any more becomes a text. */
export async function findShapes(
  oids: number[],
  describe: DescribeTypes,
): Promise<ReadonlyMap<number, TypeShape>> {
  const unknown = oids.filter((oid) => !BUILTIN_TYPES.has(oid));
  if (unknown.length === 0) return BUILTIN_TYPES;
  const catalog = new Map((await describe(unknown)).map((type) => [type.oid, type]));
  return new Map(oids.map((oid) => [oid, shapeOf(oid, catalog)]));
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
