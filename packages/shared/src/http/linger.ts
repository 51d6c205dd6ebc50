/** A client that has stopped sending is waited for no longer than this. */
const IDLE_MS = 1000;
const LONGEST_MS = 10_000;

/**
 * The answer, in a form that reaches a client which is still sending its body. The server closes such a connection,
 * and the reset that the client then meets may destroy an answer on its way (RFC 9112, 9.6). So the answer is sent at
 * once, but ends only when the rest of the body has been read away, within bounds.
 */
export function lingerOver(body: ReadableStream<Uint8Array> | null, answer: Response): Response {
  // What has been read to its end stays locked.
  if (body === null || body.locked || answer.body === null) return answer;
  const readAway = new TransformStream<Uint8Array, Uint8Array>({ flush: () => readToEnd(body) });
  return new Response(answer.body.pipeThrough(readAway), answer);
}

async function readToEnd(body: ReadableStream<Uint8Array>): Promise<void> {
  // By then the server itself may be reading it away, as that of `wrangler dev` does.
  if (body.locked) return;
  const reader = body.getReader();
  const end = Date.now() + LONGEST_MS;
  try {
    while (Date.now() < end) {
      const idle = new Promise<'idle'>((resolve) => setTimeout(() => resolve('idle'), IDLE_MS));
      const read = await Promise.race([reader.read(), idle]);
      if (read === 'idle' || read.done) return;
    }
  } catch {
    // The client went away.
  }
}
