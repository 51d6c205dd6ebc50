import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SelfDB } from '@selfdb/sdk';
import { loadSettings } from '../config/load-settings.ts';
import { createStateDirectories, statePaths } from '../config/paths.ts';
import { reachableHost } from '../config/ports.ts';
import { accessTo, type RemoteAccess } from '../remote-access.ts';
import { build } from '../services/build.ts';
import { findRunning } from '../supervisor/run-state.ts';
import { UserError } from '../user-error.ts';

/**
 * Signs in, does the work, and signs out. Without a URL it uses the SelfDB of this checkout as the administrator of `.env`, or as
 * SELFDB_EMAIL with SELFDB_PASSWORD. What the API refuses is a UserError.
 */
export async function withSelfdb<T>(
  url: string | undefined,
  work: (selfdb: SelfDB) => Promise<T>,
): Promise<T> {
  const { apiKey, email, password, ...access } = url === undefined ? ownAccess() : accessTo(url);
  const { SelfDB, SelfDBError, AuthenticationError } = await loadSdk();
  const selfdb = new SelfDB({ baseUrl: access.url, apiKey });
  try {
    await selfdb.auth.login({ email, password }).catch((cause: unknown) => {
      if (!(cause instanceof AuthenticationError) || url !== undefined) throw cause;
      throw new UserError(
        `${email} can't sign in with the password of .env. Set SELFDB_EMAIL and SELFDB_PASSWORD in the environment.`,
        { cause },
      );
    });
    return await work(selfdb).finally(() => selfdb.auth.logout().catch(() => undefined));
  } catch (error) {
    throw error instanceof SelfDBError ? new UserError(error.message, { cause: error }) : error;
  }
}

function ownAccess(): RemoteAccess {
  const settings = loadSettings();
  if (!findRunning(statePaths(settings.SELFDB_STATE_DIR))) {
    throw new UserError('SelfDB is not running. Run `./selfdb start`, or name another one with --url.');
  }
  return {
    url: `http://${reachableHost(settings.LISTEN_HOST)}:${settings.BACKEND_PORT}`,
    apiKey: settings.API_KEY,
    email: process.env.SELFDB_EMAIL || settings.ADMIN_EMAIL,
    password: process.env.SELFDB_PASSWORD || settings.ADMIN_PASSWORD,
  };
}

/** In a fresh clone that only deploys to another machine, nothing has been built. */
async function loadSdk(): Promise<typeof import('@selfdb/sdk')> {
  if (!existsSync(fileURLToPath(import.meta.resolve('@selfdb/sdk')))) {
    const paths = statePaths(loadSettings().SELFDB_STATE_DIR);
    createStateDirectories(paths);
    await build(paths, { force: false, only: '@selfdb/sdk' });
  }
  return import('@selfdb/sdk');
}
