import type { Setting, SettingsReader, Worker } from './setting.ts';
import { type SettingsOf, settingsFor, type WorkerSettings } from './table.ts';

/** Settings that can't be used. The message has a line for each wrong variable, without its value. */
export class SettingsError extends Error {}

/**
 * The settings of one reader, from the texts of variables. An empty text counts as not set, and so does null, which workerd
 * binds for an absent variable. Throws a SettingsError.
 */
export function readSettings<R extends SettingsReader>(
  reader: R,
  environment: Readonly<Record<string, unknown>>,
): SettingsOf<R> {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, setting] of settingsFor(reader)) {
    const text = environment[name];
    const given = text === undefined || text === null || text === '' ? setting.default : text;
    if (given === undefined) {
      if (mustHaveValue(setting, reader)) faults.push(`${name} ${absence(setting, text)}.`);
      continue;
    }
    const parsed = setting.kind.safeParse(String(given));
    if (parsed.success) values[name] = parsed.data;
    else faults.push(`${name} ${parsed.error.issues[0]?.message}.`);
  }
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  return values as SettingsOf<R>;
}

function mustHaveValue({ isGenerated, isFilledIn }: Setting, reader: SettingsReader): boolean {
  return isGenerated === true || (isFilledIn === true && reader !== 'launcher');
}

function absence({ isGenerated }: Setting, text: unknown): string {
  if (!isGenerated) return 'has no value';
  if (text === '') return 'is empty. Remove it from the environment to use the value in .env';
  return 'has no value. `./selfdb start` fills it in when it is empty in .env';
}

/**
 * The settings of a worker, from its bindings: from the JSON text SETTINGS that the launcher binds or, if that is absent as on
 * Cloudflare, from one binding each. Throws a SettingsError.
 */
export function readWorkerSettings<W extends Worker>(worker: W, bindings: object): WorkerSettings<W> {
  return readSettings(worker, boundTo(bindings)) as WorkerSettings<W>;
}

/** The same for the dashboard's worker. Throws a SettingsError. */
export function readAdminSettings(bindings: object): SettingsOf<'admin'> {
  return readSettings('admin', boundTo(bindings));
}

/** The same for the Durable Object that makes backups on Cloudflare. Throws a SettingsError. */
export function readBackupRunnerSettings(bindings: object): SettingsOf<'backup-runner'> {
  return readSettings('backup-runner', boundTo(bindings));
}

function boundTo(bindings: object): Record<string, unknown> {
  const text = 'SETTINGS' in bindings ? bindings.SETTINGS : undefined;
  return typeof text === 'string' ? parse(text) : { ...bindings };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new SettingsError('SETTINGS must be JSON.');
  }
}
