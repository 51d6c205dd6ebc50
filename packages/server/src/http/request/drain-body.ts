/** The body counts as drained once a client has sent nothing for this long. */
const IDLE_MS = 1000;
const MAX_DRAIN_MS = 10_000;

/**
 * Makes the answer reach a client that is still sending its body. Otherwise the server closes the connection, and the reset can
 * destroy the answer on its way (RFC 9112, 9.6). The answer is sent at once, but ends only after the rest of the body has been
 * read, for up to 10 seconds.
 */
export function drainBody(body: ReadableStream<Uint8Array> | null, answer: Response): Response {
  // A body that has been read to its end stays locked.
  if (body === null || body.locked || answer.body === null) return answer;
  const drained = new TransformStream<Uint8Array, Uint8Array>({ flush: () => readToEnd(body) });
  return new Response(answer.body.pipeThrough(drained), answer);
}

async function readToEnd(body: ReadableStream<Uint8Array>): Promise<void> {
  // By now the server itself may be draining it, as `wrangler dev` does.
  if (body.locked) return;
  const reader = body.getReader();
  const end = Date.now() + MAX_DRAIN_MS;
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
