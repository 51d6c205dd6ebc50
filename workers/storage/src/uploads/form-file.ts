import { AppError, invalid } from '@selfdb/shared/errors';
import { type MultipartError, make, type PartInfo } from 'multipasta';

const FIELD = 'file';
const MAX_FIELD_BYTES = 1024;
const MAX_PARTS = 4;

/** The file in a form, as far as its head tells. */
export interface FormFile {
  filename: string | undefined;
  /** As the form says; undefined when it says nothing. */
  contentType: string | undefined;
}

/**
 * The bytes of the field `file` of a multipart form (RFC 7578), whose own bytes come in chunks. `onFile` hears of the
 * file before its first bytes. Throws bad_request for a broken form, and a ValidationError for any other field.
 */
export async function* readFormFile(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  onFile: (file: FormFile) => void,
): AsyncGenerator<Uint8Array, void> {
  const ready: Uint8Array[] = [];
  let failure: AppError | undefined;
  let files = 0;
  const parser = make({
    headers: { 'content-type': contentType },
    maxParts: MAX_PARTS,
    maxFieldSize: MAX_FIELD_BYTES,
    isFile: ({ name }) => name === FIELD,
    onField: ({ name }) => {
      failure ??= invalid(['body', name], `${JSON.stringify(name)} is not known here`, 'unknown_field');
    },
    onFile: (part) => {
      files += 1;
      if (files > 1) failure ??= invalid(['body', FIELD], 'must be one file');
      else onFile(toFormFile(part));
      return (bytes) => {
        if (bytes) ready.push(bytes);
      };
    },
    onError: (error) => {
      failure ??= brokenForm(error);
    },
    onDone: () => {},
  });
  for await (const chunk of chunks) {
    // The parser keeps what may be the beginning of a boundary, and the chunk's memory is used again.
    parser.write(chunk.slice());
    if (failure) throw failure;
    yield* ready.splice(0);
  }
  parser.end();
  if (failure) throw failure;
  if (files === 0) throw invalid(['body', FIELD], 'is missing', 'missing');
  yield* ready.splice(0);
}

function toFormFile({ filename, headers, contentType }: PartInfo): FormFile {
  return { filename, contentType: 'content-type' in headers ? contentType : undefined };
}

function brokenForm(error: MultipartError): AppError {
  const reason = error._tag === 'EndNotReached' ? 'ended early' : 'is malformed';
  return new AppError('bad_request', `The multipart form ${reason}.`, { cause: error });
}
