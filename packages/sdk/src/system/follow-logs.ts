import { APIConnectionError, errorOf, SelfDBError } from '../errors.ts';
import type { LogEntry } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { wait } from '../http/deadline.ts';
import { type FollowLogsOptions, logQuery } from './log-options.ts';
import { readEvents } from './server-sent-events.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** The server sends something every five seconds. */
const SILENT_MS = 20_000;

/** New entries of the logs, one after the other. Goes on after a lost connection without missing any. */
export async function* followLogs(
  http: HttpClient,
  { cursor, signal, ...filter }: FollowLogsOptions,
): AsyncGenerator<LogEntry, void> {
  const position = { cursor };
  for (let failures = 0; !signal?.aborted; ) {
    const watched = watchSilence(signal);
    try {
      const headers = {
        Accept: 'text/event-stream',
        ...(position.cursor === undefined ? {} : { 'Last-Event-ID': position.cursor }),
      };
      const options = { headers, query: logQuery(filter), signal: watched.signal };
      const { body } = await http.send('GET', '/system/logs', options);
      if (!body) throw new APIConnectionError('The answer has no body.');
      for await (const { id, type, data } of readEvents(body)) {
        watched.heard();
        failures = 0;
        if (type === 'end') throw refusalOf(data ?? '');
        if (data !== undefined) yield http.parse(data) as LogEntry;
        // After the entry was taken: one that was not is sent again.
        position.cursor = id ?? position.cursor;
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
