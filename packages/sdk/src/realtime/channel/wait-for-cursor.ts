import { SelfDBError } from '../../errors.ts';
import { startDeadline, unlessAborted, wait } from '../../http/deadline.ts';
import type { RequestOptions } from '../../http/request-options.ts';
import type { PhoenixReply } from '../connection/frame.ts';
import { SocketEndedError } from '../connection/phoenix-socket.ts';
import type { ChannelSession } from './channel-session.ts';
import { isPassing } from './options.ts';

const PAUSE_MS = 250;

/** Resolves when the channel has received everything up to a cursor, however often the connection breaks until then. */
export async function waitForCursor(
  session: ChannelSession,
  cursor: string,
  { signal, timeout = 30_000 }: RequestOptions = {},
): Promise<void> {
  const { signal: stop, release } = startDeadline(timeout, signal);
  try {
    await untilSynced(session, cursor, stop);
  } finally {
    release();
  }
}

async function untilSynced(session: ChannelSession, cursor: string, stop: AbortSignal): Promise<void> {
  for (;;) {
    await unlessAborted(session.whenJoined(), stop);
    const reply = await unlessAborted(askForSync(session, cursor), stop);
    if (reply?.isOk) return;
    if (reply && !isPassing(reply.reason)) throw new SelfDBError(reply.reason);
    await wait(PAUSE_MS, stop);
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
