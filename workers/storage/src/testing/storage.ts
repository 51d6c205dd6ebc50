import { env } from 'cloudflare:workers';
import type { UserPrincipal } from '@selfdb/server/auth/principal';
import type { Session } from '@selfdb/server/testing/people';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { createDiskStore } from '../blobs/disk-store.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import { db } from './sql.ts';

export const store = createDiskStore(env.BLOBS);

export const principalOf = ({ userId, sessionId }: Session): UserPrincipal => ({
  kind: 'user',
  userId,
  sessionId,
});

/** The context of a person for services, with other settings if given. */
export function contextOf(person: Session, settings: Partial<UploadContext['env']> = {}): UploadContext {
  const {
    PRIVATE_MEANS = 'owner',
    STORAGE_MAX_FILE_BYTES = 1e9,
    STORAGE_QUOTA_BYTES = 0,
    STORAGE_UPLOAD_TTL_SECONDS = 3600,
  } = settings;
  const limits = { PRIVATE_MEANS, STORAGE_MAX_FILE_BYTES, STORAGE_QUOTA_BYTES, STORAGE_UPLOAD_TTL_SECONDS };
  return { db, store, principal: principalOf(person), env: limits };
}

/** The names of a blob's segments in the store. */
export async function segmentsOf(blobId: string): Promise<string[]> {
  const folder = segmentKey({ blobId, segment: '' }).replace(/[^/]+$/, '');
  const answer = await env.BLOBS.fetch(`http://blobs/${folder}`);
  const entries: { name: string }[] = answer.ok ? await answer.json() : [];
  return entries.flatMap(({ name }) => (name.startsWith(blobId) ? [name.slice(blobId.length + 1)] : []));
}
