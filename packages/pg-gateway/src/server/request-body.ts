import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { badRequest, bodyTooLarge, callerGone } from '../refusal.ts';

/** Reads the whole body as text. Throws a Refusal when it is too large or is not UTF-8. */
export function readBodyText(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.removeAllListeners('data').resume();
        reject(bodyTooLarge(maxBytes));
      } else {
        chunks.push(chunk);
      }
    });
    request.on('error', () => reject(callerGone()));
    request.on('end', () => {
      const [only] = chunks;
      const body = chunks.length === 1 && only ? only : Buffer.concat(chunks);
      if (isUtf8(body)) resolve(body.toString());
      else reject(badRequest('the body is not valid UTF-8', '22021'));
    });
  });
}
