import { invalid } from '@selfdb/shared/errors';
import type { OnConflict, UploadFields } from '@selfdb/shared/schemas/storage';
import { objectPath } from '../files/object-path.ts';
import { readTypeField } from './media-type.ts';

/** Where a file shall go, and what its sender calls its type. */
export interface Place {
  path: string;
  onConflict: OnConflict;
  mimeType: string | undefined;
}

/** From what a query, a form or tus metadata say. `source` names which, for errors. Throws a ValidationError. */
export function toPlace(fields: UploadFields, source: 'query' | 'body' | 'metadata'): Place {
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
    throw invalid([source, 'on_conflict'], 'must say the same as `upsert`');
  }
  return 'replace';
}
