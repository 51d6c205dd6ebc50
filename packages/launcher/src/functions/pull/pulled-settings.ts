import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { SelfDBFunction } from '@selfdb/sdk';
import { readFunctionSettings } from '../function-files.ts';
import type { PulledFile } from './pulled-file.ts';

const DEFAULTS = {
  description: null,
  public: false,
  timeout_seconds: 30,
  memory_limit_mb: 128,
  max_concurrent: 10,
  network: { mode: 'public', hosts: [] },
};
type SettingName = keyof typeof DEFAULTS;

const DESCRIBED_IN_CODE = /^export const description\b/m;

/** The settings file of a function, which names what is not the default; undefined if it needs none. */
export function settingsToWrite(
  path: string,
  fn: SelfDBFunction,
  mainSource: string,
): Omit<PulledFile, 'path'> | undefined {
  const set = unusual(fn, mainSource);
  const content = `${JSON.stringify(set, null, 2)}\n`;
  if (!existsSync(path)) return Object.keys(set).length > 0 ? { content, state: 'new' } : undefined;
  // A file may also name defaults.
  const there = Object.entries(readFunctionSettings(path));
  const isTrue = there.every(([name, value]) => isDeepStrictEqual(value, fn[name as SettingName]));
  const isWhole = Object.keys(set).every((name) => there.some(([known]) => known === name));
  return { content, state: isTrue && isWhole ? 'same' : 'different' };
}

function unusual(fn: SelfDBFunction, mainSource: string): Partial<Record<SettingName, unknown>> {
  const names = Object.keys(DEFAULTS) as SettingName[];
  const differing = names.filter((name) => !isDeepStrictEqual(fn[name], DEFAULTS[name]));
  const written = differing.filter((name) => name !== 'description' || !DESCRIBED_IN_CODE.test(mainSource));
  return Object.fromEntries(written.map((name) => [name, fn[name]]));
}
