import type { Kind } from './kinds.ts';

export const workers = ['api', 'auth', 'storage', 'realtime', 'backup', 'functions'] as const;

/** A worker by its name. It gets its settings as one JSON text. */
export type Worker = (typeof workers)[number];

/**
 * A process or worker that reads settings. The launcher reads all of `.env.example` and passes the others theirs. `admin`, the
 * dashboard's worker, has no database and none of the secrets that sign tokens. `backup-runner` makes backups on Cloudflare. `runner`
 * starts and ends the processes in which functions run; it has no database.
 */
export type SettingsReader = 'launcher' | 'gateway' | 'blobs' | 'admin' | 'backup-runner' | 'runner' | Worker;

/** One variable. */
export interface Setting {
  kind: Kind<string | number>;
  /** The value of an empty variable. Without a default, the setting is `undefined`, unless it must have a value. */
  default?: string | number;
  /** The readers to which the launcher passes it. */
  readers: readonly Exclude<SettingsReader, 'launcher'>[];
  /** The comment in `.env.example`. */
  about: string;
  isSecret?: true;
  /** `./selfdb start` writes a random value into `.env`. Nothing starts without a value. */
  isGenerated?: true;
  /** If it is empty, the launcher finds a value for the readers, which don't start without one. */
  isFilledIn?: true;
}

export type Section = Record<string, Setting>;

/** Checks a section, and keeps the exact types of its settings. */
export function section<const S extends Section>(settings: S): S {
  return settings;
}
