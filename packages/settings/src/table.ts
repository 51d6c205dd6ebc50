import { fromLauncher } from './from-launcher.ts';
import type { Kind } from './kinds.ts';
import { access } from './sections/access.ts';
import { backups } from './sections/backups.ts';
import { database } from './sections/database.ts';
import { files } from './sections/files.ts';
import { firstAdministrator } from './sections/first-administrator.ts';
import { functions } from './sections/functions.ts';
import { http } from './sections/http.ts';
import { listening } from './sections/listening.ts';
import { auditLog, logs } from './sections/logs.ts';
import { realtime } from './sections/realtime.ts';
import { secrets } from './sections/secrets.ts';
import { sessions } from './sections/sessions.ts';
import { sql } from './sections/sql.ts';
import type { Section, Setting, SettingsReader, Worker } from './setting.ts';

/** The variables that an operator may set, in the order of `.env.example`. */
export const sections = {
  'Where it listens': listening,
  Secrets: secrets,
  'First administrator': firstAdministrator,
  Database: database,
  HTTP: http,
  Access: access,
  Sessions: sessions,
  SQL: sql,
  Files: files,
  Realtime: realtime,
  Functions: functions,
  Logs: logs,
  'Audit log': auditLog,
  Backups: backups,
} satisfies Record<string, Section>;

/** Every variable, once. */
export const table: Table = Object.assign({}, ...Object.values(sections), fromLauncher);

/** The section of `.env.example` in which an operator finds a variable; empty for one that only the launcher sets. */
export function sectionOf(name: Name): string {
  return Object.entries<Section>(sections).find(([, section]) => name in section)?.[0] ?? '';
}

type Sections = (typeof sections)[keyof typeof sections];
type NameIn<S> = S extends unknown ? keyof S : never;
type Table = { [N in NameIn<Sections>]: Extract<Sections, Record<N, unknown>>[N] } & typeof fromLauncher;

/** A variable by its name. */
export type Name = keyof Table;

type ReadersOf<N extends Name> =
  | Table[N]['readers'][number]
  | (N extends keyof typeof fromLauncher ? never : 'launcher');

type Parsed<S> = S extends { kind: Kind<infer T> } ? T : never;

type HasValue<S, R> = S extends { default: string | number } | { isGenerated: true }
  ? true
  : S extends { isFilledIn: true }
    ? R extends 'launcher'
      ? false
      : true
    : false;

/** The settings of one reader and no others; for a union of readers, those that all of them get. */
export type SettingsOf<R extends SettingsReader> = {
  [N in Name as [R] extends [ReadersOf<N>] ? N : never]: HasValue<Table[N], R> extends true
    ? Parsed<Table[N]>
    : Parsed<Table[N]> | undefined;
};

/** The settings of one worker, including those of all workers. */
export type WorkerSettings<W extends Worker = Worker> = SettingsOf<Worker> & SettingsOf<W>;

/** The settings that a reader gets, each with its name. */
export function settingsFor(reader: SettingsReader): [Name, Setting][] {
  const all = Object.entries(table) as [Name, Setting][];
  return all.filter(([name, { readers }]) =>
    reader === 'launcher' ? !(name in fromLauncher) : readers.includes(reader),
  );
}
