import type { SignatureScheme } from '@selfdb/server/webhooks/scheme';

const GENERIC_HEADERS = ['X-Webhook-Event', 'X-Event-Type', 'X-Event-Key'];

/** The parts of a JSON body that say what happened. */
export interface EventBody {
  type?: unknown;
  action?: unknown;
  challenge?: unknown;
  event?: unknown;
  command?: unknown;
}

/** The names of the event of a request: that of GitHub's `issues` with the action `opened` also is `issues.opened`. */
export function eventNames(scheme: SignatureScheme, headers: Headers, body: EventBody): string[] {
  const names = namesOf(scheme, headers, body);
  return names.filter((name) => typeof name === 'string');
}

function namesOf(scheme: SignatureScheme, headers: Headers, body: EventBody): unknown[] {
  const inner: EventBody = typeof body.event === 'object' && body.event !== null ? body.event : {};
  switch (scheme) {
    case 'github': {
      const event = headers.get('X-GitHub-Event');
      return [event, typeof body.action === 'string' ? `${event}.${body.action}` : undefined];
    }
    case 'slack':
      return [inner.type, body.type, body.command];
    case 'stripe':
    case 'standard-webhooks':
      return [body.type];
    case 'generic':
      return [...GENERIC_HEADERS.map((name) => headers.get(name)), body.type, body.event];
  }
}

/** Whether a webhook wants one of these events: null means all, else names with commas between them. */
export function isWanted(wanted: string | null, names: string[]): boolean {
  const list = (wanted ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return list.length === 0 || list.some((name) => name === '*' || names.includes(name));
}

/** Never throws: a body that is no JSON object has no parts. */
export function readEventBody(bytes: Uint8Array<ArrayBuffer>): EventBody {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
