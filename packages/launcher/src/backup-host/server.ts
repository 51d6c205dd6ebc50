import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { answerRequest, type BackupHost, type HostRequest } from '@selfdb/backup/host/answer';
import type { HostAnswer } from '@selfdb/backup/host/archive-answer';
import { readFormFile } from '@selfdb/server/http/form/form-file';
import { AppError } from '@selfdb/shared/errors';
import { keepAliveMs } from '../processes/keep-alive.ts';

/** How long the rest of a body that was refused is read. */
const MAX_DRAIN_MS = 10_000;

/** Serves the worker, over loopback. */
export function createBackupServer(host: BackupHost): Server {
  const server = createServer(async (request, response) => {
    const answer = await answerRequest(host, asHostRequest(request));
    if (answer.status >= 400) await drain(request);
    // Otherwise the client went away, or the archive can't be read on.
    await send(answer, request, response).catch(() => response.destroy());
  });
  // An archive that is uploaded takes as long as it takes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

function asHostRequest(request: IncomingMessage): HostRequest {
  const header = (name: string) => request.headers[name]?.toString();
  return {
    method: request.method ?? '',
    pathname: new URL(request.url ?? '/', 'http://host').pathname,
    header,
    json: () => json(request),
    upload: () => readFile(request, header('content-type') ?? ''),
  };
}

async function* readFile(bytes: AsyncIterable<Uint8Array>, type: string): AsyncGenerator<Uint8Array> {
  if (!/^multipart\/form-data\b/i.test(type))
    throw new AppError('bad_request', 'Send the archive as multipart/form-data, in the field `file`.');
  yield* readFormFile(bytes, type, { fields: new Set(), onField() {}, onFile() {} });
}

async function send(
  { status, headers, body }: HostAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(status, headers);
  if (request.method === 'HEAD' || body === null) response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(Readable.from(body), response);
}

/** A connection that ends while the client still sends can lose the answer on its way (RFC 9112, 9.6). */
async function drain(request: IncomingMessage): Promise<void> {
  request.resume();
  await finished(request, { signal: AbortSignal.timeout(MAX_DRAIN_MS) }).catch(() => {});
}
