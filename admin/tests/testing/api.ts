import type { System } from '@selfdb/system-under-test/launch';

/** What a test does behind the back of the dashboard. */
interface Api {
  /** The object of an answer. Throws with the answer unless it is a success. */
  send: (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;
}

/** The API of a system, as the caller with this token. */
export function apiOf(system: Pick<System, 'baseUrl' | 'apiKey'>, token?: string): Api {
  return {
    async send(method, path, body) {
      const answer = await fetch(`${system.baseUrl}${path}`, {
        method,
        headers: {
          'X-API-Key': system.apiKey,
          'Content-Type': 'application/json',
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return text ? JSON.parse(text) : {};
    },
  };
}
