import { compareCodePoints } from '../code-points.ts';
import { compareDecimals } from '../number/decimal.ts';
import { type Document, isDecimal } from './document.ts';

/**
 * To jsonb, a bare scalar is an array of one. Because of an old bug that Postgres keeps, an empty array sorts
 * below it.
 */
export function compareRoots(a: Document, b: Document): number {
  if (isArray(a) && !isContainer(b)) return a.length === 0 ? -1 : 1;
  if (isArray(b) && !isContainer(a)) return b.length === 0 ? 1 : -1;
  return compareDocuments(a, b);
}

/** jsonb's btree order: objects, arrays, booleans, numbers, texts, null. Larger containers sort higher. */
export function compareDocuments(a: Document, b: Document): number {
  if (a instanceof Map && b instanceof Map) return a.size - b.size || compareLists(inOrder(a), inOrder(b));
  if (isArray(a) && isArray(b)) return a.length - b.length || compareLists(a, b);
  if (isDecimal(a) && isDecimal(b)) return compareDecimals(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  return rank(a) - rank(b);
}

function compareLists(a: Document[], b: Document[]): number {
  for (const [i, item] of a.entries()) {
    const order = compareDocuments(item, b[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** Keys and values alternate. */
const inOrder = (map: Map<string, Document>): Document[] => [...map].flat();

function rank(value: Document): number {
  if (value === null) return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return value ? 4 : 3;
  if (isArray(value)) return 5;
  return value instanceof Map ? 6 : 2;
}

const isArray = (value: Document): value is Document[] => Array.isArray(value);

const isContainer = (value: Document): boolean => Array.isArray(value) || value instanceof Map;
