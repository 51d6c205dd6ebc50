import { isIPv4 } from 'node:net';
import { table } from '@selfdb/settings';
import type { Settings } from './settings.ts';

export const defaultAdminPassword = table.ADMIN_PASSWORD.default;
const minSecretLength = 32;
const minDistinctCharacters = 8;
const examplePattern = /change[-_ ]?me|change[-_ ]?this|your[-_ ]|example|placeholder|insert[-_ ]/i;

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Whether the checks of production apply: when requested, and whenever other machines can reach the ports. */
export function isExposed(settings: Pick<Settings, 'SELFDB_ENV' | 'LISTEN_HOST'>): boolean {
  return settings.SELFDB_ENV === 'production' || !isLoopback(settings.LISTEN_HOST);
}

/** One sentence for each value that is too weak to be exposed. None on a developer's loopback address. */
export function findProductionFaults(settings: Settings): string[] {
  if (!isExposed(settings)) return [];
  const reason =
    settings.SELFDB_ENV === 'production'
      ? 'SELFDB_ENV is production'
      : `LISTEN_HOST ${settings.LISTEN_HOST} is not a loopback address`;
  const faults: string[] = [];
  if (settings.ADMIN_PASSWORD === defaultAdminPassword) {
    faults.push(
      `ADMIN_PASSWORD is the default password, which is refused because ${reason}. Choose another one.`,
    );
  }
  for (const name of ['SECRET_KEY', 'API_KEY', 'INTERNAL_SECRET'] as const) {
    const fault = secretFault(settings[name]);
    if (fault) {
      faults.push(`${name} ${fault}, which is refused because ${reason}. ${remedy(name)}`);
    }
  }
  return faults;
}

function remedy(name: string): string {
  const fix = name === 'INTERNAL_SECRET' ? 'empty it in .env' : 'run `./selfdb keys`, or empty it in .env';
  return `To get a random value: ${fix}.`;
}

function secretFault(value: string): string | undefined {
  if (value.length < minSecretLength) return `is shorter than ${minSecretLength} characters`;
  if (examplePattern.test(value)) return 'looks like an example';
  if (new Set(value).size < minDistinctCharacters) return 'repeats a few characters';
  return undefined;
}
