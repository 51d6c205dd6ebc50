import { AppError, invalid } from '@selfdb/shared/errors';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';

const UNKNOWN_TYPE = 'application/octet-stream';
/** The first bytes that `file-type` needs to detect a type. */
export const HEAD_BYTES = 4100;

const TOKEN = "[a-z0-9!#$%&'*+.^_`|~-]+";
// Quoted text is limited to ASCII that a header can carry, without escapes, which browsers read differently.
const PARAMETER = `${TOKEN}=(?:${TOKEN}|"[\\t !#-[\\]-~]*")`;
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})((?:\\s*;(?:\\s*${PARAMETER})?)*)\\s*$`, 'i');
/** Each parameter that MEDIA_TYPE has matched, with its semicolon and spaces. */
const EACH_PARAMETER = /;[^;"]*(?:"[^"]*")?/g;
/** All types, or all types of a kind. */
const WILDCARD = /^\*\/|\/\*$/;
const MAX_LENGTH = 255;

/** The type that `curl --data-binary` sends with any bytes. */
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * A media type as it is stored: its name and charset in lowercase, other parameters unchanged. Undefined for none.
 * Throws unsupported_media_type for anything but a media type (RFC 9110, 8.3.1), and for a wildcard.
 */
export function readMediaType(given: string | undefined): string | undefined {
  if (given === undefined || given.trim() === '') return undefined;
  const [, type = '', parameters = ''] = (given.length <= MAX_LENGTH && MEDIA_TYPE.exec(given.trim())) || [];
  if (type === '' || WILDCARD.test(type)) {
    throw new AppError('unsupported_media_type', 'The content type must be a media type, such as image/png.');
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

/** The same for the header of an upload. Also undefined for the type that curl sends by default. */
export function readTypeHeader(header: string | undefined): string | undefined {
  const type = readMediaType(header);
  return type?.split(';')[0] === FORM_TYPE ? undefined : type;
}

/** The same for a field. Throws a ValidationError. */
export function readTypeField(given: string | undefined, loc: string[]): string | undefined {
  try {
    return readMediaType(given);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw invalid(loc, 'must be a media type, such as image/png');
  }
}

/** Detects the media type of a file by its first bytes, else by its name. */
export async function guessMediaType(head: Uint8Array, filename: string): Promise<string> {
  const byBytes = await fileTypeFromBuffer(head).catch(() => undefined);
  return byBytes?.mime ?? mime.getType(extensionOf(filename)) ?? UNKNOWN_TYPE;
}

/** The text after the last dot of a name; empty for `html` and `.png`. */
function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : '';
}

/** The error when a bucket does not accept the type of a file. */
export function typeRefused(mediaType: string): AppError {
  return new AppError('unsupported_media_type', `The bucket does not accept files of type ${mediaType}.`);
}

/** Whether a bucket with these allowed types accepts a media type. Null accepts all. */
export function isAllowedType(mediaType: string, patterns: readonly string[] | null): boolean {
  if (patterns === null) return true;
  const [name = ''] = mediaType.split(';');
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
