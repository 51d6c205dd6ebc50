import { APIConnectionError, errorOf } from '@selfdb/sdk';

/** What the dashboard's own door answers. The refresh token is in a cookie that scripts can't read. */
export interface DoorAnswer {
  access_token: string;
  /** Seconds until the access token expires. */
  expires_in: number;
  api_key: string;
  /** Where applications reach the API. */
  api_url: string;
  user: SignedInUser;
}

/** The administrator who uses the dashboard. */
export interface SignedInUser {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
}

async function knock<T = DoorAnswer>(method: string, path: string, body: object): Promise<T | undefined> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch (cause) {
    throw new APIConnectionError('The server does not answer.', { cause });
  }
  if (response.status === 204) return undefined;
  if (!response.ok) throw errorOf(response, await response.text());
  return response.json();
}

function granted(answer: DoorAnswer | undefined): DoorAnswer {
  if (!answer) throw new Error('The server answered a sign-in with nothing.');
  return answer;
}

/** Signs in. Throws an error with the code `password_change_required` while the password is the default one. */
export async function openSession(credentials: {
  email: string;
  password: string;
  new_password?: string;
}): Promise<DoorAnswer> {
  return granted(await knock('POST', '/session', credentials));
}

/** A new access token for the session of the cookie; undefined without a cookie. Tabs take turns, because a refresh token works once. */
export function refreshSession(): Promise<DoorAnswer | undefined> {
  const refresh = () => knock('POST', '/session/refresh', {});
  return navigator.locks ? navigator.locks.request('selfdb-session', refresh) : refresh();
}

/** Ends the session and removes the cookie. */
export async function closeSession(): Promise<void> {
  await knock('DELETE', '/session', {});
}

/** Whether nobody has ever signed in. */
export async function isNewSystem(): Promise<boolean> {
  const status = await knock<{ initialized: boolean }>('POST', '/session/status', {});
  return status?.initialized === false;
}
