import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { finished } from 'node:stream/promises';

/** Random, so that it can't be compressed on the way; one block repeated, so that making it costs nothing. */
const piece = crypto.getRandomValues(Buffer.alloc(65_536));

interface Sending extends Pick<RequestOptions, 'method' | 'headers'> {
  bytes: number;
  signal: AbortSignal;
}

/** Sends a body of that many bytes and returns the text of the answer. Throws unless it succeeds. */
export async function send(url: string, { bytes, headers, ...options }: Sending): Promise<string> {
  const outgoing = request(url, { ...options, headers: { ...headers, 'Content-Length': bytes } });
  const answered = answerOf(outgoing);
  for (let left = bytes; left > 0; left -= piece.length) {
    const more = outgoing.write(left < piece.length ? piece.subarray(0, left) : piece);
    if (!more) await Promise.race([drained(outgoing), answered]);
  }
  outgoing.end();
  const answer = await answered;
  let text = '';
  for await (const chunk of answer) text += chunk;
  requireSuccess(url, answer, text);
  return text;
}

/** Reads and discards a body of that many bytes. */
export async function receive(
  url: string,
  { bytes, headers, signal }: Omit<Sending, 'method'>,
): Promise<void> {
  const incoming = request(url, { headers, signal }).end();
  const answer = await answerOf(incoming);
  requireSuccess(url, answer, '');
  let received = 0;
  answer.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  await finished(answer);
  if (received !== bytes) throw new Error(`${url} sent ${received} bytes of ${bytes}`);
}

function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
}

function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => outgoing.once('drain', resolve));
}

function requireSuccess(url: string, { statusCode = 0 }: IncomingMessage, text: string): void {
  if (statusCode >= 300) throw new Error(`${url} answered ${statusCode}: ${text.slice(0, 500)}`);
}
