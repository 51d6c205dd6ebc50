import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readEnvironment } from '@selfdb/backup/archive/read-environment';
import type { Archives } from '@selfdb/backup/store/backup-store';
import { envFilePath, withVariable, writeEnvFile } from '../config/env-file.ts';
import { UserError } from '../user-error.ts';

/** What needs no quoting in an `.env` file and can stand in a header. */
const KEY = /^[\w.~+/=-]{16,512}$/;

/** The API key in the `.env` of an archive. Throws a UserError if there is none that can be one here. */
export async function readArchiveKey(archives: Archives, filename: string): Promise<string> {
  const { API_KEY: key } = parseEnv((await readEnvironment(archives, filename)) ?? '');
  if (!key) throw new UserError(`${filename} has no API key.`);
  if (KEY.test(key)) return key;
  throw new UserError(
    `The API key in ${filename} can't be taken: it needs 16 characters or more, only letters, digits and . _ ~ + / = -`,
  );
}

/** Throws a UserError if a key in `.env` would have no effect. */
export function requireKeyInFile(): void {
  if (process.env.API_KEY !== undefined)
    throw new UserError('API_KEY comes from the environment, which overrides .env. Change it there.');
}

/** Writes a key to `.env` and leaves the rest as it is. */
export function writeApiKey(key: string, path: string = envFilePath): void {
  writeEnvFile(withVariable(readFileSync(path, 'utf8'), 'API_KEY', key), path);
}
