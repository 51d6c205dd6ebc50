import { parseColumnType } from '@selfdb/shared/column-types/parse-type';

/** The enums and domains that the schema public has to have, with where the input names them first. */
export function typesOf(written: [type: string, loc: string[]][]): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const [type, loc] of written) {
    const { ofPublic } = parseColumnType(type);
    if (ofPublic !== undefined && !places.has(ofPublic)) places.set(ofPublic, loc);
  }
  return places;
}
