import type { Kind } from './kinds.ts';

export const workers = ['api', 'auth', 'storage', 'realtime'] as const;

/** A worker by its name; each gets its settings as one text of JSON. */
export type Worker = (typeof workers)[number];

/** What reads settings. The launcher reads all that `.env.example` shows, and gives the others theirs. */
export type Reader = 'launcher' | 'gateway' | 'blobs' | Worker;

/** One variable. */
export interface Setting {
  kind: Kind<string | number>;
  /** What an empty variable means. Without one, the setting is `undefined` unless it must have a value. */
  default?: string | number;
  /** Who gets it from the launcher. */
  readers: readonly Exclude<Reader, 'launcher'>[];
  /** The comment in `.env.example`. */
  about: string;
  isSecret?: true;
  /** `./selfdb start` writes a random value into `.env`, without which nothing starts. */
  isGenerated?: true;
  /** When it is empty, the launcher finds a value for its readers, which don't start without one. */
  isFilledIn?: true;
}

export type Section = Record<string, Setting>;

/** Checks a section, and keeps the exact types of its settings. */
export function section<const S extends Section>(settings: S): S {
  return settings;
}
