import { asUser } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { MoveFolder, PlaceFile, StoredFile } from '@selfdb/shared/schemas/storage';
import { noSuchBucket, requireOwned as requireOwnedBucket } from '../../buckets/service.ts';
import type { Caller } from '../../caller.ts';
import { limitsOf, notWritable, pathConflict, refuseUnfit } from '../../uploads/target.ts';
import { checkPath } from '../object-path.ts';
import { requireOwned, rethrow } from '../service.ts';
import * as repository from './repository.ts';

/** Throws unauthenticated, forbidden, not_found, conflict (the path is taken), too_large, unsupported_media_type. */
export async function moveFile(caller: Caller, fileId: string, place: PlaceFile): Promise<StoredFile> {
  const { db, principal } = caller;
  asUser(principal);
  const placement = toPlacement(fileId, place);
  const found = await settle(placement, () => repository.moveFile(db, principal, placement));
  return toPlaced(caller, found);
}

/** As `moveFile`; also insufficient_storage. The bytes are not copied but shared. */
export async function copyFile(caller: Caller, fileId: string, place: PlaceFile): Promise<StoredFile> {
  const { db, principal, env } = caller;
  asUser(principal);
  const placement = toPlacement(fileId, place);
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const found = await settle(placement, () => repository.copyFile(db, principal, placement, quota));
  return toPlaced(caller, found);
}

const MAX_ATTEMPTS = 10;

/** Puts a file in its place, again where an upload has come in between and `upsert` shall replace that too. */
async function settle(
  { upsert }: repository.Placement,
  put: () => Promise<Row | undefined>,
): Promise<Row | undefined> {
  for (let left = upsert ? MAX_ATTEMPTS : 1; left > 1; left -= 1) {
    const found = await put().catch((error: unknown) => {
      if (pgErrorOf(error)?.constraint === 'files_path' || pgErrorOf(error)?.code === '40P01')
        return undefined;
      throw error;
    });
    if (found && (!found.open || found.file)) return found;
  }
  return put().catch(rethrow);
}

/** How many files moved: all of the folder, or none. Throws unauthenticated, forbidden, not_found, conflict. */
export async function moveFolder({ db, principal }: Caller, move: MoveFolder): Promise<number> {
  asUser(principal);
  const from = checkPath(move.from.replace(/\/$/, ''), ['body', 'from']);
  const to = checkPath(move.to.replace(/\/$/, ''), ['body', 'to']);
  if (`${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`)) {
    throw invalid(['body', 'to'], 'must not lie in the other folder');
  }
  const found = await repository.moveFolder(db, principal, { ...move, from, to }).catch(rethrowOfFolder);
  requireOwnedBucket(principal, found);
  return Number(found?.count);
}

function rethrowOfFolder(error: unknown): never {
  if (pgErrorOf(error)?.constraint !== 'files_path') return rethrow(error);
  const sentence = 'A file of the folder would take the path of another. Move or delete that one first.';
  throw new AppError('conflict', sentence, { cause: error });
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
    throw pathConflict(principal, found.upsert === true ? 'replace' : 'error', 'upsert: true');
  if (!found.file) throw pathConflict(principal, 'error', 'upsert: true');
  return found.file as StoredFile;
}
