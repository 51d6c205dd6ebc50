import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ask } from '../ask.ts';
import { ensureEnvFile, envFilePath, randomSecret, withVariable, writeEnvFile } from '../config/env-file.ts';
import { loadStateDirectory } from '../config/load-settings.ts';
import { statePaths } from '../config/paths.ts';
import { findRunning } from '../supervisor/run-state.ts';
import { UserError } from '../user-error.ts';
import * as restart from './restart.ts';

type Key = 'SECRET_KEY' | 'API_KEY';

const consequences: Record<Key, string> = {
  SECRET_KEY: 'SECRET_KEY: all users are logged out.',
  API_KEY: 'API_KEY: every client needs the new key.',
};

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      'secret-key': { type: 'boolean' },
      'api-key': { type: 'boolean' },
      yes: { type: 'boolean', short: 'y' },
    },
  });
  const named: Key[] = [
    ...(values['secret-key'] ? ['SECRET_KEY' as const] : []),
    ...(values['api-key'] ? ['API_KEY' as const] : []),
  ];
  const keys: Key[] = named.length > 0 ? named : ['SECRET_KEY', 'API_KEY'];
  for (const key of keys) {
    if (process.env[key] !== undefined) {
      throw new UserError(`${key} comes from the environment, which overrides .env. Change it there.`);
    }
  }
  for (const key of keys) console.log(consequences[key]);
  if (!values.yes && !(await ask(`Replace ${keys.join(' and ')} in .env?`))) {
    console.log('Nothing was changed.');
    return 1;
  }
  ensureEnvFile();
  rotate(keys);
  return offerRestart(values.yes === true);
}

function rotate(keys: Key[]): void {
  let text = readFileSync(envFilePath, 'utf8');
  for (const key of keys) {
    const value = randomSecret();
    text = withVariable(text, key, value);
    console.log(key === 'API_KEY' ? `The new API_KEY is ${value}` : `${key} has a new random value.`);
  }
  writeEnvFile(text);
}

async function offerRestart(isUnattended: boolean): Promise<number> {
  if (!findRunning(statePaths(loadStateDirectory()))) return 0;
  console.log('The running system uses the old values until it is restarted (`./selfdb restart`).');
  if (isUnattended || !(await ask('Restart now?'))) return 0;
  return restart.run([]);
}
