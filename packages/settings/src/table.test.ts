import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { envExample } from './env-example.ts';
import { environmentOf, secretNames } from './environment.ts';
import { readSettings } from './read-settings.ts';
import { type Setting, type SettingsReader, workers } from './setting.ts';
import { type Name, sections, settingsFor, table } from './table.ts';

const names = Object.keys(table) as Name[];
const readers = ['gateway', 'blobs', ...workers, 'runner'] as const;

it('`.env.example` is what the table says: `npm run env-example -w packages/settings` writes it', () => {
  const path = join(import.meta.dirname, '../../../.env.example');
  expect(readFileSync(path, 'utf8')).toBe(envExample());
});

it('`.env.example` has each variable once, with the value that an empty one stands for', () => {
  const documented = parseEnv(envExample());
  const given = Object.fromEntries(settingsFor('launcher').map(([name]) => [name, undefined]));
  expect(Object.keys(documented).sort()).toEqual(Object.keys(given).sort());
  const lines = envExample().split('\n');
  expect(lines.filter((line) => /^\w+=/.test(line))).toHaveLength(Object.keys(given).length);
  const generated = names.filter((name) => (table[name] as Setting).isGenerated);
  const secrets = Object.fromEntries(generated.map((name) => [name, 'x'.repeat(32)]));
  const read: Record<string, unknown> = readSettings('launcher', secrets);
  for (const [name, value] of Object.entries(documented)) {
    if (!(name in secrets)) expect(String(read[name] ?? ''), name).toBe(value);
  }
});

it('no variable stands in two sections', () => {
  const all = Object.values(sections).flatMap((section) => Object.keys(section));
  expect(new Set(all).size).toBe(all.length);
});

it.each(Object.entries<Setting>(table))('the default of %s is one of its values', (_, setting) => {
  if (setting.default === undefined) return;
  expect(setting.kind.parse(String(setting.default))).toEqual(setting.default);
});

it.each(secretNames)('what is wrong with %s is told without its value', (name) => {
  const isAnyText = table[name].kind.safeParse('hunter').success;
  const said = (reader: SettingsReader) => {
    try {
      readSettings(reader, { [name]: 'hunter' });
      return '';
    } catch (error) {
      return String(error);
    }
  };
  for (const reader of ['launcher', ...table[name].readers] as const) {
    if (!isAnyText) expect(said(reader)).toContain(`${name} `);
    expect(said(reader)).not.toContain('hunter');
  }
});

it.each([
  ['POSTGRES_PASSWORD', []],
  ['ADMIN_PASSWORD', []],
  ['S3_SECRET_ACCESS_KEY', ['storage']],
  ['S3_ACCESS_KEY_ID', ['storage']],
  ['BACKUP_S3_SECRET_ACCESS_KEY', []],
  ['BACKUP_AGE_IDENTITY', []],
  ['BACKUP_PASSPHRASE', []],
  ['BACKUP_S3_ACCESS_KEY_ID', []],
  ['DATABASE_SQL_URL', ['gateway', 'api']],
  ['DATABASE_URL', ['gateway', ...workers]],
  ['SECRET_KEY', [...workers, 'runner']],
  ['API_KEY', [...workers, 'runner']],
  ['INTERNAL_SECRET', ['blobs', ...workers, 'runner']],
] satisfies [Name, SettingsReader[]][])('%s goes to %j and no other process', (name, allowed) => {
  const everything = Object.fromEntries(names.map((each) => [each, `value of ${each}`]));
  const found = readers.filter((reader) => environmentOf(reader, everything)[name] !== undefined);
  expect(found).toEqual(allowed);
});

it('a process gets the variables that name it, those that have a value', () => {
  const everything = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
  for (const reader of readers) {
    const expected = names.filter((name) => table[name].readers.some((each) => each === reader));
    expect(Object.keys(environmentOf(reader, everything)).sort()).toEqual(expected.sort());
  }
  expect(environmentOf('blobs', { INTERNAL_SECRET: undefined })).toEqual({});
  expect(environmentOf('gateway', { PG_POOL_SIZE: 7 })).toEqual({ PG_POOL_SIZE: '7' });
});
