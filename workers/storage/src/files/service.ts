import type { Principal } from '@selfdb/server/auth/principal';
import { asUser, requireAlive } from '@selfdb/server/db/authority';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { FilePage, FileStats, ListFiles, StoredFile, UpdateFile } from '@selfdb/shared/files/schema';
import { noSuchBucket } from '../buckets/service.ts';
import type { Readable } from '../downloads/repository.ts';
import { noSuchFile, requireReadable } from '../downloads/service.ts';
import { readTypeField, typeRefused } from '../uploads/media-type.ts';
import { notWritable } from '../uploads/target.ts';
import { checkPath } from './object-path.ts';
import * as repository from './repository.ts';

const DEFAULT_LIMIT = 100;

/** A page of files, in one bucket if `bucket_id` is given. Throws unauthenticated, forbidden, not_found. */
export async function listFiles({ db, principal }: Caller, list: ListFiles): Promise<FilePage> {
  if (list.delimiter && list.bucket_id === undefined)
    throw invalid(['query', 'bucket_id'], 'is required with `delimiter`');
  const chosen = normalized(list);
  const limit = list.page_size ?? list.limit ?? DEFAULT_LIMIT;
  const offset = list.page === undefined ? (list.skip ?? 0) : (list.page - 1) * limit;
  const found = await repository.listFiles(db, principal, chosen, { offset, limit });
  requireBucketAccess(principal, found);
  return {
    data: found.files,
    total: found.total,
    page: Math.floor(offset / limit) + 1,
    pageSize: limit,
    page_size: limit,
    ...(list.delimiter ? { folders: found.folders, total_folders: found.total_folders } : {}),
  };
}

export async function getStats({ db, principal }: Caller): Promise<FileStats> {
  const found = await repository.findStats(db, principal);
  requireAlive(principal, found?.my_role);
  const buckets = found?.buckets_count ?? 0;
  return {
    total_files: found?.total_files ?? 0,
    total_size: found?.total_size ?? 0,
    buckets_count: buckets,
    bucket_count: buckets,
    total_buckets: buckets,
  };
}

/** Paths are stored in NFC, so searches must be in NFC too. */
function normalized<T extends Pick<ListFiles, 'prefix' | 'search'>>(list: T): T {
  return { ...list, prefix: list.prefix?.normalize('NFC'), search: list.search?.normalize('NFC') };
}

/** The number of visible files, in one bucket if `bucketId` is given. Throws unauthenticated, forbidden, not_found. */
export async function countFiles(
  { db, principal }: Caller,
  bucketId: string | undefined,
  search: string | undefined,
): Promise<number> {
  const found = await repository.countFiles(db, principal, bucketId, search?.normalize('NFC'));
  requireBucketAccess(principal, found);
  return found.count;
}

/** The file, for its owner and callers who may see its bucket. Throws unauthenticated, forbidden, not_found. */
export async function getFile({ db, principal }: Caller, id: string): Promise<StoredFile> {
  const found = await repository.findFile(db, principal, id);
  requireReadable(principal, found);
  if (!found.file) throw noSuchFile();
  return found.file;
}

/**
 * Renames a file or changes its type or metadata. Throws unauthenticated, forbidden, not_found, conflict (the path is
 * taken), unsupported_media_type (the bucket does not accept the type).
 */
export async function updateFile(
  { db, principal }: Caller,
  id: string,
  change: UpdateFile,
): Promise<StoredFile> {
  asUser(principal);
  const { name, path, mime_type, metadata } = change;
  if (name !== undefined && path !== undefined)
    throw invalid(['body', 'name'], 'must not be sent with `path`');
  if (name?.includes('/')) throw invalid(['body', 'name'], 'must not contain a "/": use `path`');
  const checked = {
    ...(name === undefined ? {} : { name: checkPath(name, ['body', 'name']) }),
    ...(path === undefined ? {} : { path: checkPath(path, ['body', 'path']) }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(mime_type === undefined ? {} : { mime_type: readGivenType(mime_type) }),
  };
  const found = await repository.updateFile(db, principal, id, checked).catch(throwPathError);
  requireOwnedFile(principal, found);
  if ((name ?? path) !== undefined && !found.seen) throw notWritable();
  if (!found.accepts) throw typeRefused(checked.mime_type ?? '');
  if (!found.file) throw noSuchFile();
  return found.file;
}

function readGivenType(given: string): string {
  const loc = ['body', 'mime_type'];
  const type = readTypeField(given, loc);
  if (type === undefined) throw invalid(loc, 'must be a media type, such as image/png');
  return type;
}

/** Throws unauthenticated, forbidden, not_found. */
export async function deleteFile({ db, principal }: Caller, id: string): Promise<void> {
  asUser(principal);
  const found = await repository.deleteFile(db, principal, id);
  requireOwnedFile(principal, found);
  if (!found.deleted) throw noSuchFile();
}

/** Throws unless the caller owns the file or its bucket. */
export function requireOwnedFile<Row extends Pick<repository.FileGate, 'my_role' | 'found' | 'owned'>>(
  principal: Principal,
  found: Row | undefined,
): asserts found is Row {
  requireAlive(principal, found?.my_role);
  if (!found?.found) throw noSuchFile();
  if (!found.owned)
    throw new AppError('forbidden', 'Only the owner of the file or of its bucket may do this.');
}

/** Checks the row of a statement about the files of a bucket: `my_role`, `found`, `seen`. */
function requireBucketAccess<Row extends Readable>(
  principal: Principal,
  found: Row | undefined,
): asserts found is Row {
  requireAlive(principal, found?.my_role);
  if (!found?.found || (!found.seen && principal.kind === 'anonymous')) throw noSuchBucket();
  if (!found.seen)
    throw new AppError('forbidden', "Only the bucket's owner or an administrator may see its files.");
}

/** For `catch`: translates the error of a statement that changes a file's path. */
export function throwPathError(error: unknown): never {
  const constraint = pgErrorOf(error)?.constraint;
  if (constraint === 'files_path') throw pathTaken(error);
  if (constraint === 'files_path_check') throw invalid(['body', 'path'], 'must be at most 1024 bytes long');
  throw error;
}

function pathTaken(cause?: unknown): AppError {
  return new AppError('conflict', 'A file already exists at this path.', { cause });
}
