import { APIConnectionError, errorOf, SelfDBError } from '../../errors.ts';
import type { HttpClient } from '../client.ts';
import { wait } from '../deadline.ts';
import type { QueryValue } from '../request-options.ts';
import { readEvents, type ServerSentEvent } from './server-sent-events.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** The server sends something every few seconds. */
const SILENT_MS = 20_000;

interface FollowedStream {
  path: string;
  query: Record<string, QueryValue>;
  /** Begins after the event with this id. */
  lastEventId?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The events of a stream that goes on, until the signal is aborted. After a lost connection it is opened again, with the id of the
 * last event that was taken. Throws when the server refuses, or ends the stream with the event `end`.
 */
export async function* followEvents(
  http: HttpClient,
  { path, query, lastEventId, signal }: FollowedStream,
): AsyncGenerator<ServerSentEvent, void> {
  const position = { id: lastEventId };
  for (let failures = 0; !signal?.aborted; ) {
    const watched = watchSilence(signal);
    try {
      const headers = {
        Accept: 'text/event-stream',
        ...(position.id === undefined ? {} : { 'Last-Event-ID': position.id }),
      };
      const { body } = await http.send('GET', path, { headers, query, signal: watched.signal });
      if (!body) throw new APIConnectionError('The answer has no body.');
      for await (const event of readEvents(body)) {
        watched.heard();
        failures = 0;
        if (event.type === 'end') throw refusalOf(event.data ?? '');
        yield event;
        // After the event was taken: one that was not is sent again.
        position.id = event.id ?? position.id;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!mayHelp(error)) throw error;
    } finally {
      watched.stop();
    }
    failures += 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    await wait(pause, signal ?? new AbortController().signal).catch(() => {});
  }
}

/** Why the server ended the stream. */
function refusalOf(body: string): SelfDBError {
  const { code = '' } = JSON.parse(body || '{}');
  const status = { unauthenticated: 401, forbidden: 403 }[String(code)] ?? 503;
  return errorOf(new Response(null, { status }), body);
}

/** The connection broke, or the server restarts. An ended stream (AbortError of `watched`) comes without an error of ours. */
function mayHelp(error: unknown): boolean {
  if (!(error instanceof SelfDBError)) return true;
  return error instanceof APIConnectionError || error.status === 502 || error.status === 504;
}

/** A signal that is also aborted when nothing was heard for a while: a connection can end without a word. */
function watchSilence(signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  const expire = () => controller.abort(new APIConnectionError('The stream fell silent.'));
  let timer = setTimeout(expire, SILENT_MS);
  signal?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(expire, SILENT_MS);
    },
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      controller.abort();
    },
  };
}
