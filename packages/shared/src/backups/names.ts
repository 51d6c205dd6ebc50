/** What a backup may be called. It becomes part of the name of its archive. */
export const BACKUP_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What the name of an archive can be, so that no other file can be asked for: its time in UTC, and the backup's name. */
export const ARCHIVE_NAME =
  /^selfdb_backup_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})(?:_([A-Za-z0-9][A-Za-z0-9._-]{0,63}))?\.tar\.gz(?:\.age)?$/;
