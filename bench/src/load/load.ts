interface PreparedRequest {
  method: 'GET' | 'POST';
  path: string;
  /** One line of text. */
  body?: string;
}

/** What wrk sends: one of the requests at random, again and again, on each connection. */
export interface Load {
  /** Where, without a path. */
  url: string;
  headers: Record<string, string>;
  requests: PreparedRequest[];
}

/** The load as `requests.lua` reads it. */
export function requestsFile({ headers, requests }: Load): string {
  const headerLines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  const lines = requests.map(({ method, path, body = '' }) => `${method}\t${path}\t${body}\n`);
  return `${headerLines.join('')}\n${lines.join('')}`;
}

/** Sends one of the requests and throws unless it succeeds. */
export async function tryOnce({ url, headers, requests }: Load, signal: AbortSignal): Promise<void> {
  const [request] = requests;
  if (!request) throw new Error(`a load without requests for ${url}`);
  const { method, path, body = null } = request;
  const answer = await fetch(url + path, { method, headers, body, signal });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}${path} answered ${answer.status}: ${text.slice(0, 500)}`);
}
