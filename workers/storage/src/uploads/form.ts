import { toValidationError } from '@selfdb/server/http/error-handler';
import { type FormFile, readFormFile } from '@selfdb/server/http/form/form-file';
import { UploadFields } from '@selfdb/shared/uploads/schema';
import { toDestination } from './destination.ts';
import { readTypeHeader } from './media-type.ts';
import type { Upload } from './service.ts';

const FIELDS = new Set(Object.keys(UploadFields.shape));

/** Reads the file of a form. Its other fields, before or after the file, supply what the query leaves out. */
export function readForm(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  query: UploadFields,
): Pick<Upload, 'chunks' | 'destination'> {
  const fields = new Map<string, string>();
  let file: FormFile | undefined;
  const bytes = readFormFile(chunks, contentType, {
    fields: FIELDS,
    onField: (name, value) => fields.set(name, value),
    onFile: (found) => {
      file = found;
    },
  });
  return {
    chunks: bytes,
    destination: () => {
      const known = { filename: file?.filename, ...parseFields(fields), ...withoutEmpty(query) };
      const destination = toDestination(known, 'body');
      return { ...destination, mimeType: destination.mimeType ?? readTypeHeader(file?.contentType) };
    },
  };
}

function parseFields(fields: Map<string, string>): UploadFields {
  const result = UploadFields.safeParse(withoutEmpty(Object.fromEntries(fields)));
  if (!result.success) throw toValidationError(result.error, 'body');
  return result.data;
}

function withoutEmpty<T extends object>(fields: T): Partial<T> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given) as Partial<T>;
}
