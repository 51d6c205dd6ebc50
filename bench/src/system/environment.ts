import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { repositoryRoot } from '../paths.ts';
import { freePorts } from './ports.ts';
import type { Environment } from './program.ts';

const secret = () => randomBytes(32).toString('hex');

/** The ports and credentials of the instance. */
export type InstanceSettings = Awaited<ReturnType<typeof chooseSettings>>;

/** Own ports, secrets and administrator; always the embedded Postgres, on loopback. */
export async function chooseSettings(folder: string) {
  // The bench asks the gateway, too.
  const names = ['BACKEND_PORT', 'FRONTEND_PORT', 'DB_PORT', 'GATEWAY_PORT'] as const;
  return {
    ...(await freePorts(names)),
    SELFDB_STATE_DIR: join(folder, 'state'),
    BACKUP_DIR: join(folder, 'backups'),
    LISTEN_HOST: '127.0.0.1',
    DATABASE_URL: '',
    SECRET_KEY: secret(),
    API_KEY: secret(),
    INTERNAL_SECRET: secret(),
    POSTGRES_PASSWORD: secret(),
    ADMIN_EMAIL: 'root@bench.example.com',
    ADMIN_PASSWORD: secret(),
  };
}

/** The environment of the launcher: the defaults of `.env.example` instead of the checkout's `.env`. */
export function launcherEnvironment(settings: InstanceSettings): Environment {
  const defaults = parseEnv(readFileSync(join(repositoryRoot, '.env.example'), 'utf8'));
  const merged = { ...defaults, ...process.env, ...settings };
  return Object.fromEntries(Object.entries(merged).map(([name, value]) => [name, String(value ?? '')]));
}
