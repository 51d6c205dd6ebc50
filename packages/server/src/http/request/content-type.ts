import { AppError } from '@selfdb/shared/errors';

const TYPE = /^([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)[ \t]*/;
const PARAMETER = /;[ \t]*(?:([\w!#$%&'*+.^`|~-]+)=(?:([\w!#$%&'*+.^`|~-]+)|"((?:[^"\\]|\\.)*)")[ \t]*)?/y;
const READABLE = /^application\/(?:(?:[a-z.-]+\+)?json|x-www-form-urlencoded)$/;
const UTF_8 = /^utf-?8$/i;

/**
 * The content type of a JSON body or url-encoded form, in lower case and without parameters; any other content type unchanged.
 * Accepts every form of RFC 9110, 8.3.1, with empty and quoted parameters. Throws unsupported_media_type for malformed
 * parameters and for a charset other than UTF-8.
 */
export function readableType(given: string): string {
  const [head = '', name = ''] = TYPE.exec(given.trim()) ?? [];
  const type = name.toLowerCase();
  if (!READABLE.test(type)) return given;
  for (const [parameter, value] of parametersOf(given.trim().slice(head.length))) {
    if (parameter === 'charset' && !UTF_8.test(value)) {
      throw new AppError('unsupported_media_type', 'Send the body in UTF-8.');
    }
  }
  return type;
}

function parametersOf(text: string): [string, string][] {
  const parameters: [string, string][] = [];
  for (let index = 0; index < text.length; index = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = index;
    const match = PARAMETER.exec(text);
    if (!match)
      throw new AppError(
        'unsupported_media_type',
        'The content type must be a media type, such as application/json.',
      );
    const [, name, token, quoted = ''] = match;
    if (name) parameters.push([name.toLowerCase(), token ?? quoted.replace(/\\(.)/g, '$1')]);
  }
  return parameters;
}
