import { reachableHost } from '../config/ports.ts';
import { defaultAdminPassword } from '../config/production-checks.ts';
import { databaseUrlOf, type Settings } from '../config/settings.ts';
import { withClient } from '../database/client.ts';
import { findDefaultPassword } from '../database/default-passwords.ts';

/** What to open and how to log in, and a warning while an administrator has the default password. */
export async function summarizeStart(settings: Settings): Promise<string> {
  const host = reachableHost(settings.LISTEN_HOST);
  const admin = await administratorWithDefaultPassword(settings);
  const login = admin ? `${admin} / ${defaultAdminPassword}` : `${settings.ADMIN_EMAIL} / (your password)`;
  const lines = [
    '',
    `  API        http://${host}:${settings.BACKEND_PORT}  (documentation at /docs)`,
    `  Dashboard  http://${host}:${settings.FRONTEND_PORT}`,
    `  API key    ${settings.API_KEY}`,
    `  Login      ${login}`,
    '',
  ];
  if (admin) {
    lines.push(
      '  !! WARNING: the administrator has the default password. Change it before other people can',
      '  !! reach this machine. SelfDB starts with it only on a loopback address.',
      '',
    );
  }
  return lines.join('\n');
}

/** In the database, because the setting holds for the first start only. Nobody's while the database does not answer. */
async function administratorWithDefaultPassword(settings: Settings): Promise<string | undefined> {
  try {
    return await withClient({ connectionString: databaseUrlOf(settings) }, findDefaultPassword);
  } catch {
    return undefined;
  }
}
