import { parseJson } from '@selfdb/server/json/json-value';
import type { ColumnType } from '../column-type.ts';
import { type Document, documentText, toDocument } from './document.ts';
import { containsDocument } from './document-containment.ts';
import { compareRoots } from './document-order.ts';

/** json and jsonb. Both are compared as jsonb, as in the rows API. */
export const json: ColumnType<Document> = {
  comparable: 'ordered',
  parse: (text) => {
    try {
      return toDocument(parseJson(text));
    } catch {
      return undefined;
    }
  },
  decode: toDocument,
  compare: compareRoots,
  text: documentText,
  contains: containsDocument,
};
