import { AppError, invalid } from '@selfdb/shared/errors';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';

export const UNKNOWN_TYPE = 'application/octet-stream';
/** So many bytes of the beginning are looked at; what `file-type` asks for. */
export const HEAD_BYTES = 4100;

const TOKEN = "[a-z0-9!#$%&'*+.^_`|~-]+";
// What is quoted is held to ASCII that a header can carry, without the escapes that browsers read in several ways.
const PARAMETER = `${TOKEN}=(?:${TOKEN}|"[\\t !#-[\\]-~]*")`;
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})((?:\\s*;(?:\\s*${PARAMETER})?)*)\\s*$`, 'i');
/** Each of the parameters that MEDIA_TYPE has found, with what stands around it. */
const EACH_PARAMETER = /;[^;"]*(?:"[^"]*")?/g;
/** All types, or all of a kind. */
const WILDCARD = /^\*\/|\/\*$/;
const MAX_LENGTH = 255;

/** What `curl --data-binary` says of any bytes. */
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * A media type as it is kept: its name and charset in small letters, other parameters as they are. Undefined for none.
 * Throws unsupported_media_type for what is no media type (RFC 9110, 8.3.1), and for a wildcard.
 */
export function readMediaType(given: string | undefined): string | undefined {
  if (given === undefined || given.trim() === '') return undefined;
  const [, type = '', parameters = ''] = (given.length <= MAX_LENGTH && MEDIA_TYPE.exec(given.trim())) || [];
  if (type === '' || WILDCARD.test(type)) {
    throw new AppError('unsupported_media_type', 'The content type is not a media type.');
  }
  const kept = (parameters.match(EACH_PARAMETER) ?? []).map((each) => each.slice(1).trim()).filter(Boolean);
  return [type.toLowerCase(), ...kept.map(toParameter)].join('; ');
}

function toParameter(given: string): string {
  const name = given.slice(0, given.indexOf('=')).toLowerCase();
  const value = given.slice(name.length + 1);
  const charset = name === 'charset' && /^"?([a-z0-9._-]+)"?$/i.exec(value)?.[1];
  return charset ? `${name}=${charset.toLowerCase()}` : `${name}=${value}`;
}

/** The same of a header that came with the bytes, undefined also where it says nothing of them. */
export function readTypeHeader(header: string | undefined): string | undefined {
  const type = readMediaType(header);
  return type?.split(';')[0] === FORM_TYPE ? undefined : type;
}

/** The same of a field that a client sent. Throws a ValidationError. */
export function readTypeField(given: string | undefined, loc: string[]): string | undefined {
  try {
    return readMediaType(given);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw invalid(loc, 'must be a media type, such as image/png');
  }
}

/** The media type of a file that came without one: by its first bytes, else by its name. */
export async function guessMediaType(head: Uint8Array, filename: string): Promise<string> {
  const byBytes = await fileTypeFromBuffer(head).catch(() => undefined);
  return byBytes?.mime ?? mime.getType(extensionOf(filename)) ?? UNKNOWN_TYPE;
}

/** What follows the last dot of a name: nothing in `html` and in `.png`. */
function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : '';
}

/** The error about a file whose bucket does not take its type. */
export function typeRefused(mediaType: string): AppError {
  return new AppError('unsupported_media_type', `The bucket does not take files of the type ${mediaType}.`);
}

/** Whether a media type is one of those that a bucket takes; null takes all. */
export function isAllowedType(mediaType: string, patterns: readonly string[] | null): boolean {
  if (patterns === null) return true;
  const [name = ''] = mediaType.split(';');
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
