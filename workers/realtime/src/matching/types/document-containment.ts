import type { Document } from './document.ts';
import { compareDocuments } from './document-order.ts';

/** jsonb's `whole @> part`. An array holds a scalar by itself, too. */
export function containsDocument(whole: Document, part: Document): boolean {
  if (Array.isArray(whole) && !isContainer(part)) return holdsItem(whole, part);
  return holds(whole, part);
}

function holds(whole: Document, part: Document): boolean {
  if (whole instanceof Map && part instanceof Map) return holdsEntries(whole, part);
  if (Array.isArray(whole) && Array.isArray(part)) return part.every((item) => holdsItem(whole, item));
  return !isContainer(whole) && !isContainer(part) && compareDocuments(whole, part) === 0;
}

function holdsEntries(whole: Map<string, Document>, part: Map<string, Document>): boolean {
  for (const [key, value] of part) {
    const held = whole.get(key);
    if (held === undefined || !holds(held, value)) return false;
  }
  return true;
}

function holdsItem(whole: Document[], item: Document): boolean {
  return whole.some((held) => holds(held, item));
}

function isContainer(value: Document): boolean {
  return Array.isArray(value) || value instanceof Map;
}
