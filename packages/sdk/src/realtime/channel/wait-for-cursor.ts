import { SelfDBError } from '../../errors.ts';
import type { PhoenixReply } from '../connection/frame.ts';
import { SocketEndedError } from '../connection/phoenix-socket.ts';
import type { ChannelSession } from './channel-session.ts';
import { isPassing } from './options.ts';

const PAUSE_MS = 250;

export interface WaitOptions {
  signal?: AbortSignal;
  /** In milliseconds. Default: 30,000. */
  timeout?: number;
}

/** Resolves when the channel has received everything up to a cursor, however often the connection breaks until then. */
export async function waitForCursor(
  session: ChannelSession,
  cursor: string,
  { signal, timeout = 30_000 }: WaitOptions = {},
): Promise<void> {
  const limit = AbortSignal.timeout(timeout);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  for (;;) {
    await orAbort(session.whenJoined(), stop);
    const reply = await orAbort(askForSync(session, cursor), stop);
    if (reply?.isOk) return;
    if (reply && !isPassing(reply.reason)) throw new SelfDBError(reply.reason);
    await orAbort(new Promise((resolve) => setTimeout(resolve, PAUSE_MS)), stop);
  }
}

/** Undefined if the channel has lost its socket. */
async function askForSync(session: ChannelSession, cursor: string): Promise<PhoenixReply | undefined> {
  if (session.state !== 'joined') return undefined;
  try {
    return await session.ask('sync', { cursor });
  } catch (error) {
    if (error instanceof SocketEndedError) return undefined;
    throw error;
  }
}

function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
