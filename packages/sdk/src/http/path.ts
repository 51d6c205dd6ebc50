import { BadRequestError } from '../errors.ts';

/**
 * A text as one segment of a URL's path. Throws BadRequestError for `.`, `..` and an empty text: URL parsers remove them, in
 * whatever way they are encoded, and the request would reach another URL.
 */
function segment(text: string): string {
  if (text === '' || text === '.' || text === '..') {
    throw new BadRequestError(
      `${JSON.stringify(text)} can't be part of a URL. For a row with this key, use a filter (list, updateMany, deleteMany) or another unique column (idColumn).`,
      { code: 'bad_request' },
    );
  }
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new BadRequestError('A URL must not contain lone surrogates.', { code: 'bad_request', cause });
  }
}

/** The path of one thing below a path. */
export function pathTo(base: string, id: string): string {
  return `${base}/${segment(id)}`;
}

/** A path with its parameters, such as `{id}`, filled in. */
export function fillPath(template: string, values: Record<string, string> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => segment(String(values[name] ?? '')));
}
