import { asUser } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import { invalid } from '@selfdb/shared/errors';
import type { MoveFolder, PlaceFile, StoredFile } from '@selfdb/shared/schemas/storage';
import { noSuchBucket, requireOwned as requireOwnedBucket } from '../../buckets/service.ts';
import type { Caller } from '../../caller.ts';
import { limitsOf, notWritable, placeTaken, refuseUnfit } from '../../uploads/target.ts';
import { checkPath } from '../object-path.ts';
import { pathTaken, requireOwned, rethrow } from '../service.ts';
import * as repository from './repository.ts';

/** Throws unauthenticated, forbidden, not_found, conflict (the path is taken), too_large, unsupported_media_type. */
export async function moveFile(caller: Caller, fileId: string, place: PlaceFile): Promise<StoredFile> {
  const { db, principal } = caller;
  asUser(principal);
  const found = await repository.moveFile(db, principal, toPlacement(fileId, place)).catch(rethrow);
  return toPlaced(caller, found);
}

/** As `moveFile`; also insufficient_storage. The bytes are not copied but shared. */
export async function copyFile(caller: Caller, fileId: string, place: PlaceFile): Promise<StoredFile> {
  const { db, principal, env } = caller;
  asUser(principal);
  const placement = toPlacement(fileId, place);
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const found = await repository.copyFile(db, principal, placement, quota).catch(rethrow);
  return toPlaced(caller, found);
}

/** How many files moved: all of the folder, or none. Throws unauthenticated, forbidden, not_found, conflict. */
export async function moveFolder({ db, principal }: Caller, move: MoveFolder): Promise<number> {
  asUser(principal);
  const from = checkPath(move.from.replace(/\/$/, ''), ['body', 'from']);
  const to = checkPath(move.to.replace(/\/$/, ''), ['body', 'to']);
  if (`${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`)) {
    throw invalid(['body', 'to'], 'must not lie in the other folder');
  }
  const found = await repository.moveFolder(db, principal, { ...move, from, to }).catch(rethrow);
  requireOwnedBucket(principal, found);
  return Number(found?.count);
}

function toPlacement(fileId: string, { bucket_id: bucketId, path, upsert }: PlaceFile): repository.Placement {
  return { fileId, bucketId, upsert, path: checkPath(path, ['body', 'path']) };
}

function toPlaced({ env, principal }: Caller, found: Row | undefined): StoredFile {
  requireOwned(principal, found);
  if (!found?.target_found) throw noSuchBucket();
  if (!found.writable) throw notWritable();
  if (!found.fits) {
    refuseUnfit(limitsOf(env, found), { size: Number(found.size), mimeType: String(found.mime_type) });
  }
  if (found.there && !found.replaceable)
    throw placeTaken(principal, found.upsert === true ? 'replace' : 'error');
  if (!found.file) throw pathTaken();
  return found.file as StoredFile;
}
