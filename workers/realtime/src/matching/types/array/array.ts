import type { JsonValue } from '@selfdb/server/json/json-value';
import type { Work } from '../../work.ts';
import type { ColumnType } from '../column-type.ts';
import { type ArrayOf, flatten, readArrayLiteral } from './literal.ts';

/** Arrays of a type. to_json omits the lower bounds of an array. This code assumes 1, the default. */
export function arrayOf<V>(item: ColumnType<V>): ColumnType<ArrayOf<V>> {
  const output = item.output ?? item.text;
  return {
    comparable: item.comparable,
    parse: (text) => convert(readArrayLiteral(text), item.parse),
    decode: (json) => (Array.isArray(json) ? convert(flatten<JsonValue>(json), item.decode) : undefined),
    compare: (a, b) => compareArrays(item, a, b),
    text: ({ dimensions, items }) =>
      arrayText(
        dimensions,
        items.map((value) => outputOf(value, output)),
      ),
    contains: (a, b, work) => holdsAll(item, a.items, b.items, work),
  };
}

/**
 * jsonb[]. to_json does not distinguish an array in an item from one more dimension. This code assumes one
 * dimension.
 */
export function arrayOfDocuments<V>(item: ColumnType<V>): ColumnType<ArrayOf<V>> {
  return {
    ...arrayOf(item),
    decode: (json) => {
      if (!Array.isArray(json)) return undefined;
      return convert({ dimensions: json.length > 0 ? [json.length] : [], items: json }, item.decode);
    },
  };
}

function convert<From, V>(
  array: ArrayOf<From> | undefined,
  convertItem: (from: From) => V | undefined,
): ArrayOf<V> | undefined {
  if (!array) return undefined;
  const items: (V | null)[] = [];
  for (const from of array.items) {
    const value = from === null ? null : convertItem(from);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return { dimensions: array.dimensions, items };
}

/**
 * Whether `held` contains all `parts`. In the worst case it compares each with each. No array contains null.
 */
function holdsAll<V>(item: ColumnType<V>, held: (V | null)[], parts: (V | null)[], work: Work): boolean {
  return parts.every(
    (part) =>
      part !== null &&
      held.some((value) => {
        work.spend(1);
        return value !== null && item.compare(value, part) === 0;
      }),
  );
}

/** Like array_cmp: by items (null is highest and equals itself), then length, then shape. */
function compareArrays<V>(item: ColumnType<V>, a: ArrayOf<V>, b: ArrayOf<V>): number {
  const length = Math.min(a.items.length, b.items.length);
  for (let i = 0; i < length; i++) {
    const [itemOfA = null, itemOfB = null] = [a.items[i], b.items[i]];
    const order =
      itemOfA === null || itemOfB === null
        ? Number(itemOfA === null) - Number(itemOfB === null)
        : item.compare(itemOfA, itemOfB);
    if (order !== 0) return order;
  }
  const shapes = [a, b].map(({ items, dimensions }) => [items.length, dimensions.length, ...dimensions]);
  const [shapeOfA = [], shapeOfB = []] = shapes;
  return shapeOfA.map((size, i) => size - (shapeOfB[i] ?? 0)).find((order) => order !== 0) ?? 0;
}

function outputOf<V>(value: V | null, output: (value: V) => string): string {
  if (value === null) return 'NULL';
  const text = output(value);
  const isPlain = text !== '' && !/["\\{}, \t\n\v\f\r]/.test(text) && text.toUpperCase() !== 'NULL';
  return isPlain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** In the form of array_out. */
function arrayText(dimensions: number[], items: string[]): string {
  const [size = 0, ...inner] = dimensions;
  if (inner.length === 0) return `{${items.join(',')}}`;
  const step = items.length / size;
  const parts = Array.from({ length: size }, (_, i) =>
    arrayText(inner, items.slice(i * step, (i + 1) * step)),
  );
  return `{${parts.join(',')}}`;
}
