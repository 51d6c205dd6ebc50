import type { SelfDB } from '@selfdb/sdk';
import { type ApiCall, pathOf } from '../snippets/call.ts';

/** What came back for a request. */
export interface Answered {
  request: string;
  status: number;
  statusText: string;
  milliseconds: number;
  headers: [string, string][];
  requestId: string | undefined;
  type: string;
  body: Blob;
}

const MOUNT = '/api';

/** The request as the browser sends it: to this origin, whatever the parameters are. */
function toRequest(
  call: ApiCall,
  token: string | undefined,
  apiKey: string,
  file: Blob | undefined,
): Request {
  const path = `${MOUNT}${pathOf(call)}`;
  const url = new URL(path, location.origin);
  // What a browser rewrites, such as “..”, would reach another operation than the one that is shown.
  if (url.origin !== location.origin || url.pathname !== path.split('?')[0]) {
    throw new Error('A parameter of the path can not be “..” or lead elsewhere.');
  }
  const headers = new Headers(call.headers);
  if (call.auth !== 'none') headers.set('X-API-Key', apiKey);
  if (call.auth === 'user' && token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const body = call.body?.kind === 'json' ? JSON.stringify(call.body.value) : call.body && file;
  if (call.body) headers.set('Content-Type', call.body.kind === 'json' ? 'application/json' : call.body.type);
  return new Request(url, {
    method: call.method,
    headers,
    credentials: 'omit',
    redirect: 'error',
    ...(body === undefined ? {} : { body }),
  });
}

/** Sends a call once, and again after the token was renewed. An answer of any status is a result. Throws if there is none. */
export async function sendCall(
  sdk: SelfDB,
  apiKey: string,
  call: ApiCall,
  options: { file?: Blob | undefined; signal: AbortSignal },
): Promise<Answered> {
  const { tokens } = sdk.client;
  let token = call.auth === 'user' ? await tokens.get() : undefined;
  let started = performance.now();
  const send = () => {
    started = performance.now();
    return fetch(toRequest(call, token, apiKey, options.file), { signal: options.signal });
  };
  let response = await send();
  if (response.status === 401 && token !== undefined) {
    const fresh = await tokens.refresh(token);
    if (fresh !== undefined && fresh !== token) {
      token = fresh;
      response = await send();
    }
  }
  const body = await response.blob();
  return {
    request: `${call.method} ${pathOf(call)}`,
    status: response.status,
    statusText: response.statusText,
    milliseconds: performance.now() - started,
    headers: [...response.headers],
    requestId: response.headers.get('X-Request-Id') ?? undefined,
    type: response.headers.get('Content-Type') ?? '',
    body,
  };
}
