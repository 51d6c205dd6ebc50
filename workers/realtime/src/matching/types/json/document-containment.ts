import type { Work } from '../../work.ts';
import type { Document } from './document.ts';
import { compareDocuments } from './document-order.ts';

/** jsonb's `whole @> part`. An array also contains a bare scalar. */
export function containsDocument(whole: Document, part: Document, work: Work): boolean {
  if (Array.isArray(whole) && !isContainer(part)) return holdsItem(whole, part, work);
  return holds(whole, part, work);
}

/** In the worst case it compares everything with everything. */
function holds(whole: Document, part: Document, work: Work): boolean {
  work.spend(1);
  if (whole instanceof Map && part instanceof Map) return holdsEntries(whole, part, work);
  if (Array.isArray(whole) && Array.isArray(part)) return part.every((item) => holdsItem(whole, item, work));
  return !isContainer(whole) && !isContainer(part) && compareDocuments(whole, part) === 0;
}

function holdsEntries(whole: Map<string, Document>, part: Map<string, Document>, work: Work): boolean {
  for (const [key, value] of part) {
    const held = whole.get(key);
    if (held === undefined || !holds(held, value, work)) return false;
  }
  return true;
}

function holdsItem(whole: Document[], item: Document, work: Work): boolean {
  return whole.some((held) => holds(held, item, work));
}

function isContainer(value: Document): boolean {
  return Array.isArray(value) || value instanceof Map;
}
