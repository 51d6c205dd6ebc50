import { SelfDB, SelfDBError } from '@selfdb/sdk';

/** How much of an upload has left. */
export interface Sent {
  bytes: number;
  total: number;
}

/** Restores a backup into a new system. Resolves when it is done; throws what the server refuses it with. */
export async function uploadBackup(
  archive: File,
  apiKey: string,
  onProgress: (sent: Sent) => void,
): Promise<void> {
  const send: typeof fetch = (input, init = {}) => sendWithProgress(String(input), init, onProgress);
  const sdk = new SelfDB({ baseUrl: `${location.origin}/api`, apiKey, fetch: send });
  await sdk.backups.restoreUpload(archive);
}

/** What is wrong with the archive, without the name of the field; else the error as it is. */
export function archiveFault(error: unknown): unknown {
  const issues = error instanceof SelfDBError && Array.isArray(error.detail) ? error.detail : [];
  const [message] = issues.map((issue: { msg?: unknown }) => issue.msg);
  return typeof message === 'string' ? new Error(message) : error;
}

/** A fetch that tells how much has left: no browser's own one does. */
function sendWithProgress(
  url: string,
  { method = 'GET', headers, body, signal }: RequestInit,
  onProgress: (sent: Sent) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress({ bytes: loaded, total });
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(new TypeError('The connection broke.'));
    request.onabort = () => reject(signal?.reason);
    signal?.addEventListener('abort', () => request.abort());
    request.send(body instanceof FormData ? body : null);
  });
}
