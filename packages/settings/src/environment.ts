import type { SettingsReader } from './setting.ts';
import { type Name, settingsFor } from './table.ts';

/** Values by the names of variables. One without a value is absent or undefined. */
export type Values = { readonly [N in Name]?: string | number | undefined };

/** The variables of one reader and no others, as texts. */
export function environmentOf(reader: SettingsReader, values: Values): Record<string, string> {
  const names = settingsFor(reader).map(([name]) => name);
  return Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, String(values[name])]])),
  );
}

/** The variables to which `./selfdb start` gives a random value. */
export const generatedSecrets = namesOf('isGenerated');

/** The variables that must not appear in a log, an error or on a command line. */
export const secretNames = namesOf('isSecret');

function namesOf(flag: 'isGenerated' | 'isSecret'): Name[] {
  return settingsFor('launcher').flatMap(([name, setting]) => (setting[flag] ? [name] : []));
}
