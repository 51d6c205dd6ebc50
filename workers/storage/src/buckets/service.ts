import type { Principal } from '@selfdb/server/auth/principal';
import { asUser, requireAlive } from '@selfdb/server/db/authority';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import type { Caller } from '@selfdb/server/http/caller/caller';
import type { Bucket, CreateBucket, ListBuckets, UpdateBucket } from '@selfdb/shared/buckets/schema';
import { type Access, chosenAccess } from '@selfdb/shared/contract/access';
import { AppError } from '@selfdb/shared/errors';
import type { StorageCaller } from '../storage-caller.ts';
import * as repository from './repository.ts';

export async function listBuckets({ db, principal }: Caller, list: ListBuckets): Promise<Bucket[]> {
  const found = await repository.listBuckets(db, principal, list);
  requireAlive(principal, found?.my_role);
  return found?.buckets ?? [];
}

export async function countBuckets({ db, principal }: Caller, search: string | undefined): Promise<number> {
  const found = await repository.countBuckets(db, principal, search);
  requireAlive(principal, found?.my_role);
  return found?.count ?? 0;
}

/** The bucket, if the caller may see its files. Throws unauthenticated, forbidden, not_found. */
export async function getBucket({ db, principal }: Caller, id: string): Promise<Bucket> {
  const found = await repository.findBucket(db, principal, id);
  requireAlive(principal, found?.my_role);
  if (!found?.bucket || (!found.readable && principal.kind === 'anonymous')) throw noSuchBucket();
  if (!found.readable) throw notOwner();
  return found.bucket;
}

/** Throws unauthenticated, conflict (the name is taken). */
export async function createBucket(
  { db, principal, env }: StorageCaller,
  body: CreateBucket,
): Promise<Bucket> {
  asUser(principal);
  const { PRIVATE_MEANS } = env;
  const { access = PRIVATE_MEANS, ...change } = toChange(body, PRIVATE_MEANS);
  const bucket = { ...change, access, name: body.name };
  const found = await repository.insertBucket(db, principal, bucket);
  requireAlive(principal, found?.my_role);
  if (!found?.bucket) throw nameTaken();
  return found.bucket;
}

/** Throws unauthenticated, forbidden, not_found, conflict (the name is taken). */
export async function updateBucket(
  { db, principal, env }: StorageCaller,
  id: string,
  body: UpdateBucket,
): Promise<Bucket> {
  asUser(principal);
  const change = toChange(body, env.PRIVATE_MEANS);
  const found = await repository.updateBucket(db, principal, id, change).catch((error: unknown) => {
    throw pgErrorOf(error)?.constraint === 'buckets_name' ? nameTaken(error) : error;
  });
  requireOwnedBucket(principal, found);
  if (!found?.bucket) throw noSuchBucket();
  return found.bucket;
}

/** 0.0.5 calls `max_file_size` `file_size_limit`. */
function toChange(body: UpdateBucket, privateMeans: Access): repository.BucketChange {
  const { name, description, allowed_mime_types, anonymous_uploads, file_size_limit } = body;
  const access = chosenAccess(body, privateMeans);
  return {
    name,
    access,
    anonymous_uploads,
    description,
    allowed_mime_types,
    max_file_size: body.max_file_size === undefined ? file_size_limit : body.max_file_size,
  };
}

/** Hides the bucket at once; the janitor deletes its files. Throws unauthenticated, forbidden, not_found. */
export async function deleteBucket({ db, principal }: Caller, id: string): Promise<void> {
  asUser(principal);
  const found = await repository.deleteBucket(db, principal, id);
  requireOwnedBucket(principal, found);
  if (!found?.deleted) throw noSuchBucket();
}

/** Checks a row about a bucket: `my_role`, `found`, `owned`. Throws unauthenticated, not_found, forbidden. */
export function requireOwnedBucket(principal: Principal, found: repository.BucketGate | undefined): void {
  requireAlive(principal, found?.my_role);
  if (!found?.found) throw noSuchBucket();
  if (!found.owned) throw notOwner();
}

export function noSuchBucket(): AppError {
  return new AppError('not_found', 'There is no such bucket.');
}

function notOwner(): AppError {
  return new AppError('forbidden', "Only the bucket's owner or an administrator may do this.");
}

function nameTaken(cause?: unknown): AppError {
  return new AppError('conflict', 'A bucket with this name already exists.', { cause });
}
