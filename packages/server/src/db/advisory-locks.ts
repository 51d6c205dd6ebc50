/** Keys of Postgres' advisory locks, in one place so that no two mean different things. */

/** Held by a transaction that may take the last active administrator away. */
export const administratorsLock = 5_327_201_846;

/** Held by a transaction that takes room which STORAGE_QUOTA_BYTES limits. */
export const quotaLock = 5_327_201_847;

/** With a hash of bucket and path as the second key: held by a transaction that puts a file where another may lie. */
export const pathLock = 532_720_184;
