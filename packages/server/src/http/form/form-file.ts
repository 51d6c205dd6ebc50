import { AppError, invalid } from '@selfdb/shared/errors';
import { make, type Parser, type PartInfo } from 'multipasta';
import { readDisposition } from './disposition.ts';

const FIELD = 'file';
const MAX_FIELD_BYTES = 4096;
const MAX_PARTS = 10;
const HYPHEN = 0x2d;

/** The headers of the file in a form. */
export interface FormFile {
  filename: string | undefined;
  /** Undefined if the form has none. */
  contentType: string | undefined;
}

/** Receives the parts of a form while it is read. */
interface FormReader {
  /** The names of the fields that it may have besides the file, each once. */
  fields: ReadonlySet<string>;
  onField(name: string, value: string): void;
  /** Called before the first bytes of the file. */
  onFile(file: FormFile): void;
}

/** The progress of reading a form. */
interface Reading {
  /** Bytes of the file that are not yielded yet. */
  ready: Uint8Array[];
  files: number;
  fields: Set<string>;
  /** Whether the last boundary was read. Bytes after it are not part of the form (RFC 2046, 5.1.1). */
  isWhole: boolean;
  failure: AppError | undefined;
}

/**
 * Yields the bytes of the field `file` of a multipart form (RFC 7578). Throws bad_request for a broken form, and a
 * ValidationError for a field that is not allowed.
 */
export async function* readFormFile(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  reader: FormReader,
): AsyncGenerator<Uint8Array, void> {
  const reading: Reading = { ready: [], files: 0, fields: new Set(), isWhole: false, failure: undefined };
  const parser = createParser(contentType, reading, reader);
  for await (const chunk of withHyphensTogether(chunks)) {
    if (!reading.isWhole) feed(parser, chunk);
    if (reading.failure) throw reading.failure;
    yield* reading.ready.splice(0);
  }
  parser.end();
  refuse(reading, brokenForm(undefined, 'ended early'));
  if (reading.failure) throw reading.failure;
  if (reading.files === 0) throw invalid(['body', FIELD], 'is missing', 'missing');
  yield* reading.ready.splice(0);
}

function createParser(contentType: string, reading: Reading, reader: FormReader): Parser {
  return make({
    headers: { 'content-type': contentType },
    maxParts: MAX_PARTS,
    maxFieldSize: MAX_FIELD_BYTES,
    isFile: (part) => dispositionOf(part).name === FIELD,
    onField: (part, value) => {
      if (!reading.isWhole) takeField(reading, reader, dispositionOf(part).name, value);
    },
    onFile: (part) => {
      if (reading.isWhole) return () => {};
      reading.files += 1;
      if (reading.files > 1) refuse(reading, invalid(['body', FIELD], 'must be one file'));
      else reader.onFile(toFormFile(part));
      return (bytes) => {
        if (bytes) reading.ready.push(bytes);
      };
    },
    onError: (error) => {
      // `onDone` says whether the form has reached its end.
      if (error._tag !== 'EndNotReached') refuse(reading, brokenForm(error));
    },
    onDone: () => {
      reading.isWhole = true;
    },
  });
}

function takeField(reading: Reading, { fields, onField }: FormReader, name: string, value: Uint8Array): void {
  const loc = ['body', name];
  if (!fields.has(name)) {
    refuse(reading, invalid(loc, `${JSON.stringify(name)} is not known here`, 'unknown_field'));
  } else if (reading.fields.has(name)) {
    refuse(reading, invalid(loc, 'was sent more than once', 'repeated'));
  } else {
    const text = decode(value);
    if (text === undefined) refuse(reading, invalid(loc, 'must be UTF-8'));
    else onField(name, text);
  }
  reading.fields.add(name);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuse(reading: Reading, error: AppError): void {
  if (!reading.isWhole) reading.failure ??= error;
}

/**
 * Copies the chunks, since the parser keeps the possible beginning of a boundary. No chunk ends between the two hyphens
 * after the last boundary, which the parser would take for the head of another part (multipasta 0.2.8).
 */
async function* withHyphensTogether(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([held, chunk]);
    const end = bytes.byteLength - hyphensAtEnd(bytes);
    yield bytes.subarray(0, end);
    held = bytes.subarray(end);
  }
  yield held;
}

function hyphensAtEnd(bytes: Uint8Array): number {
  if (bytes.at(-1) !== HYPHEN) return 0;
  return bytes.at(-2) === HYPHEN ? 2 : 1;
}

/** The parser throws on a malformed `filename*`. */
function feed(parser: Parser, chunk: Uint8Array): void {
  try {
    parser.write(chunk);
  } catch (error) {
    throw error instanceof AppError ? error : brokenForm(error);
  }
}

/** Our own reading, since the parser ignores a name beyond Latin-1. */
function dispositionOf({ headers }: PartInfo) {
  return readDisposition(headers['content-disposition']);
}

function toFormFile(part: PartInfo): FormFile {
  const type = part.headers['content-type'];
  return {
    filename: dispositionOf(part).filename,
    contentType: typeof type === 'string' ? type.trim() : undefined,
  };
}

function brokenForm(cause: unknown, how = 'is malformed'): AppError {
  return new AppError('bad_request', `The multipart form ${how}.`, { cause });
}
