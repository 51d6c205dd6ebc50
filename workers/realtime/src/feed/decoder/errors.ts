/** Postgres does not send what is stored: the database was restored to an older state. */
export class OtherHistoryError extends Error {}

/** The beginning or end of a transaction cannot be read, so later changes have no position. */
export class UnreadableLogError extends Error {}
