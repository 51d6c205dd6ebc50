import { UserError } from './user-error.ts';

/** How to reach a SelfDB, and as whom. */
export interface RemoteAccess {
  url: string;
  apiKey: string;
  email: string;
  password: string;
}

/** From the environment, because all users can read a process's command line. Throws a UserError. */
export function accessTo(url: string): RemoteAccess {
  const { SELFDB_API_KEY: apiKey, SELFDB_EMAIL: email, SELFDB_PASSWORD: password } = process.env;
  if (!URL.canParse(url)) throw new UserError(`"${url}" is not a URL.`);
  if (!apiKey || !email || !password) {
    throw new UserError(
      'With --url, set SELFDB_API_KEY, SELFDB_EMAIL and SELFDB_PASSWORD in the environment.',
    );
  }
  return { url, apiKey, email, password };
}
