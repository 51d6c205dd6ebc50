import { invalid } from '@selfdb/shared/errors';
import type { OnConflict, UploadFields } from '@selfdb/shared/uploads/schema';
import { objectPath } from '../files/object-path.ts';
import { readTypeField } from './media-type.ts';

/** Where a file is stored in its bucket, and the type that the client gives. */
export interface Destination {
  path: string;
  onConflict: OnConflict;
  mimeType: string | undefined;
}

/** Reads the fields of a query, a form or tus metadata. `source` says which, for errors. Throws a ValidationError. */
export function toDestination(fields: UploadFields, source: 'query' | 'body' | 'metadata'): Destination {
  const { path, filename, content_type } = fields;
  return {
    path: objectPath(path, filename, source),
    onConflict: toOnConflict(fields, source),
    mimeType: readTypeField(content_type, [source, 'content_type']),
  };
}

function toOnConflict({ upsert, on_conflict }: UploadFields, source: string): OnConflict {
  if (!upsert) return on_conflict ?? 'rename';
  if (on_conflict !== undefined && on_conflict !== 'replace') {
    throw invalid([source, 'on_conflict'], 'contradicts `upsert`: send one of them');
  }
  return 'replace';
}
