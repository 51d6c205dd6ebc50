import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { EXECUTION_ID_HEADER, OUTCOME_HEADER } from '@selfdb/shared/functions/runner-protocol';
import { passedHeaders } from '../headers.ts';
import type { Execution } from './execution.ts';

const MAX_RESULT_BYTES = 64 * 1024;
/** Types in which a browser would run scripts, with the rights of the API's origin. */
const RUNS_SCRIPTS = /^\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml)/i;
const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-modals';

/** Streams the function's answer to the client of an HTTP call, and keeps that of a job as its result. */
export async function passAnswer(
  execution: Execution,
  answer: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { trigger_type: trigger, execution_id: id, has_own_origin } = execution.invocation;
  execution.responseStatus = answer.statusCode ?? null;
  if (trigger === 'http') {
    response.writeHead(answer.statusCode ?? 502, answerHeaders(answer, id, has_own_origin));
    return stream(answer, response);
  }
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_RESULT_BYTES) kept.push(chunk);
  }
  if (size <= MAX_RESULT_BYTES) execution.result = readResult(Buffer.concat(kept).toString());
  response.writeHead(200, { [EXECUTION_ID_HEADER]: id, [OUTCOME_HEADER]: 'completed' }).end();
}

/** Resolves when all is sent or the client is gone, and rejects if the runner is. A `pipeline` would cost a tenth of a small call. */
function stream(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  answer.on('error', reject);
  response.on('finish', resolve).on('close', resolve);
  answer.pipe(response);
  return promise;
}

function answerHeaders(answer: IncomingMessage, id: string, hasOwnOrigin = false): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    ...passedHeaders(answer.headers),
    [EXECUTION_ID_HEADER]: id,
    [OUTCOME_HEADER]: 'completed',
  };
  if (hasOwnOrigin || !RUNS_SCRIPTS.test(answer.headers['content-type'] ?? '')) return headers;
  const own = answer.headers['content-security-policy'];
  // Both policies hold.
  headers['content-security-policy'] = own === undefined ? SANDBOX : `${own}, ${SANDBOX}`;
  return headers;
}

function readResult(text: string): Execution['result'] {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
