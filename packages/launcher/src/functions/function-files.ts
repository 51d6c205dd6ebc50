import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { FunctionSettings } from '@selfdb/shared/functions/schema';
import { UserError } from '../user-error.ts';
import { shownPath } from './shown-path.ts';

/** What the settings file of a function says; nothing if there is none. Throws a UserError. */
export function readFunctionSettings(file: string): FunctionSettings {
  if (!existsSync(file)) return {};
  const parsed = FunctionSettings.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new UserError(`${shownPath(file)}: ${faults.join('; ')}`);
}

/** The variables of a `.env` file; undefined if there is none. */
export function readVariables(file: string): Record<string, string> | undefined {
  if (!existsSync(file)) return undefined;
  const entries = Object.entries(parseEnv(readFileSync(file, 'utf8')));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${shownPath(file)} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
