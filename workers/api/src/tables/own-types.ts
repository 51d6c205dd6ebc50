import { parseColumnType } from '@selfdb/shared/column-types/parse-type';

/** An enum or a domain that must exist in the schema public. */
export interface OwnType {
  /** Where the input names it first. */
  loc: string[];
  /** Whether it adds modifiers in parentheses, which no such type takes. */
  isModified: boolean;
}

/** The enums and domains that the input names. */
export function typesOf(written: [type: string, loc: string[]][]): Map<string, OwnType> {
  const found = new Map<string, OwnType>();
  for (const [type, loc] of written) {
    const { ofPublic, isModified = false } = parseColumnType(type);
    if (ofPublic === undefined) continue;
    const known = found.get(ofPublic);
    if (!known || (isModified && !known.isModified)) found.set(ofPublic, { loc, isModified });
  }
  return found;
}
