import type { TusUpload } from './upload.ts';

/** The headers that say how an upload stands. */
export function progressHeaders({ received, expiresAt, fileId }: TusUpload): Record<string, string> {
  return {
    'Upload-Offset': String(received),
    'Upload-Expires': expiresAt.toUTCString(),
    ...(fileId === undefined ? {} : { 'X-SelfDB-File-Id': fileId }),
  };
}
