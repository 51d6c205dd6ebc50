import { asUser } from '@selfdb/server/db/authority';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { MoveFolder, PlaceFile, StoredFile } from '@selfdb/shared/files/schema';
import { noSuchBucket, requireOwnedBucket } from '../../buckets/service.ts';
import type { StorageCaller } from '../../storage-caller.ts';
import { notWritable, pathConflict, refuseUnfit, uploadLimitsOf } from '../../uploads/target.ts';
import { checkPath } from '../object-path.ts';
import { requireOwnedFile, throwPathError } from '../service.ts';
import * as repository from './repository.ts';

/** Throws unauthenticated, forbidden, not_found, conflict (the path is taken), too_large, unsupported_media_type. */
export async function moveFile(caller: StorageCaller, fileId: string, body: PlaceFile): Promise<StoredFile> {
  const { db, principal } = caller;
  asUser(principal);
  const target = toMoveTarget(fileId, body);
  const found = await withRetries(target, () => repository.moveFile(db, principal, target));
  return toMoved(caller, found);
}

/** Copies a file; both files share the bytes. Throws as `moveFile`, and insufficient_storage. */
export async function copyFile(caller: StorageCaller, fileId: string, body: PlaceFile): Promise<StoredFile> {
  const { db, principal, env } = caller;
  asUser(principal);
  const target = toMoveTarget(fileId, body);
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const found = await withRetries(target, () => repository.copyFile(db, principal, target, quota));
  return toMoved(caller, found);
}

const MAX_ATTEMPTS = 10;

/** Runs the statement. With `upsert`, runs it again if an upload took the path in the meantime, to replace that file too. */
async function withRetries(
  { upsert }: repository.MoveTarget,
  run: () => Promise<repository.MovedRow | undefined>,
): Promise<repository.MovedRow | undefined> {
  for (let left = upsert ? MAX_ATTEMPTS : 1; left > 1; left -= 1) {
    const found = await run().catch((error: unknown) => {
      if (pgErrorOf(error)?.constraint === 'files_path' || pgErrorOf(error)?.code === '40P01')
        return undefined;
      throw error;
    });
    if (found && (!found.allowed || found.file)) return found;
  }
  return run().catch(throwPathError);
}

/** Moves all files of a folder or none. Returns how many. Throws unauthenticated, forbidden, not_found, conflict. */
export async function moveFolder({ db, principal }: Caller, move: MoveFolder): Promise<number> {
  asUser(principal);
  const from = checkPath(move.from.replace(/\/$/, ''), ['body', 'from']);
  const to = checkPath(move.to.replace(/\/$/, ''), ['body', 'to']);
  if (`${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`)) {
    throw invalid(['body', 'to'], 'must not be inside `from`, or contain it');
  }
  const found = await repository.moveFolder(db, principal, { ...move, from, to }).catch(throwFolderError);
  requireOwnedBucket(principal, found);
  return found?.count ?? 0;
}

function throwFolderError(error: unknown): never {
  if (pgErrorOf(error)?.constraint !== 'files_path') return throwPathError(error);
  const sentence =
    'A file in the folder would get a path that is taken. Move or delete the file at that path first.';
  throw new AppError('conflict', sentence, { cause: error });
}

function toMoveTarget(
  fileId: string,
  { bucket_id: bucketId, path, upsert }: PlaceFile,
): repository.MoveTarget {
  return { fileId, bucketId, upsert, path: checkPath(path, ['body', 'path']) };
}

function toMoved({ env, principal }: StorageCaller, found: repository.MovedRow | undefined): StoredFile {
  requireOwnedFile(principal, found);
  if (!found.target_found) throw noSuchBucket();
  if (!found.writable) throw notWritable();
  if (!found.fits) {
    refuseUnfit(uploadLimitsOf(env, found), { size: found.size, mimeType: found.mime_type });
  }
  if (found.existing_id && !found.replaceable)
    throw pathConflict(principal, found.upsert ? 'replace' : 'error', 'upsert: true');
  if (!found.file) throw pathConflict(principal, 'error', 'upsert: true');
  return found.file;
}
