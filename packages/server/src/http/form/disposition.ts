const PARAMETER = /\s*;\s*([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/gy;

/**
 * The name and file name of a part from its Content-Disposition (RFC 7578, 4.2), in UTF-8 as browsers write it.
 * `filename*` takes precedence. A backslash stays unless a quotation mark follows: browsers do not escape with it, other
 * clients do.
 */
export function readDisposition(header: unknown): { name: string; filename: string | undefined } {
  if (typeof header !== 'string') return { name: '', filename: undefined };
  const parameters = header.slice(Math.max(0, header.indexOf(';'))).matchAll(PARAMETER);
  const given = new Map(
    Array.from(parameters, ([, key = '', quoted, bare]) => [
      key.toLowerCase(),
      quoted?.replaceAll('\\"', '"') ?? bare,
    ]),
  );
  return {
    name: given.get('name') ?? '',
    filename: decodeExtended(given.get('filename*')) ?? given.get('filename'),
  };
}

/** `UTF-8''na%C3%AFve.txt` (RFC 8187); undefined for anything else. */
function decodeExtended(value: string | undefined): string | undefined {
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(value ?? '') ?? [];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
