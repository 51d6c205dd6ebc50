/** The keys of all advisory locks, in one file so that no two are equal. */

/** Held by a transaction that may remove the last active administrator. */
export const administratorsLock = 5_327_201_846;

/** Held by a transaction that uses space which STORAGE_QUOTA_BYTES limits. */
export const quotaLock = 5_327_201_847;

/** The second key is a hash of bucket and path. Held by a transaction that stores a file at a path that may be taken. */
export const pathLock = 532_720_184;
