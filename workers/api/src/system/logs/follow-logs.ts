import { AppError } from '@selfdb/shared/errors';
import { joinFollowers } from './followers.ts';
import type { LogNewsAnswer } from './supervisor-logs.ts';

const LOOK_MS = 300;
const CHECK_MS = 2000;
const HEARTBEAT_MS = 5000;
/** A client that takes nothing for so long has to come back with its cursor. */
const SLOW_MS = 20_000;

interface Following {
  readLogNews(cursor: string | undefined): Promise<LogNewsAnswer>;
  /** Throws when the caller may not read the logs any more. */
  checkAccess(): Promise<void>;
  /** The first news, which were read before the answer began. */
  first: LogNewsAnswer;
  signal: AbortSignal;
}

/** A stream of server-sent events: an entry each, whose id is the cursor after it. */
export function streamLogs(following: Following): ReadableStream<Uint8Array> {
  const follower = joinFollowers();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  // Not awaited: it goes on while the answer is read.
  void run(following, writer, follower.isAlive)
    .catch((error: unknown) => end(writer, error))
    .finally(follower.leave);
  return readable;
}

async function run(
  { readLogNews, checkAccess, first, signal }: Following,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  isAlive: () => void,
): Promise<void> {
  let news = first;
  let checkedAt = Date.now();
  let wroteAt = 0;
  while (!signal.aborted) {
    isAlive();
    const text = news.entries.map(({ entry, cursor }) => event(cursor, JSON.stringify(entry))).join('');
    if (text !== '' || Date.now() - wroteAt >= HEARTBEAT_MS) {
      // An event without data moves the client's cursor, and shows whether the client is there.
      await write(writer, text + event(news.cursor));
      wroteAt = Date.now();
    }
    if (!news.hasMore) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (Date.now() - checkedAt >= CHECK_MS) {
      await checkAccess();
      checkedAt = Date.now();
    }
    news = await readLogNews(news.cursor);
  }
}

function event(cursor: string, data?: string): string {
  return data === undefined ? `id: ${cursor}\n\n` : `id: ${cursor}\ndata: ${data}\n\n`;
}

async function write(writer: WritableStreamDefaultWriter<Uint8Array>, text: string): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the client is too slow')), SLOW_MS);
  });
  try {
    await Promise.race([writer.write(new TextEncoder().encode(text)), slow]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tells the client why the stream ends, unless the client itself is why. */
async function end(writer: WritableStreamDefaultWriter<Uint8Array>, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) return writer.abort(error).catch(() => {});
  const data = JSON.stringify({ detail: error.message, code: error.code });
  await write(writer, `event: end\ndata: ${data}\n\n`).catch(() => {});
  await writer.close().catch(() => {});
}
