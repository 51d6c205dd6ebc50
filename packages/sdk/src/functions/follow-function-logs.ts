import type { FunctionLog } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { followEvents } from '../http/events/follow-events.ts';
import { pathTo } from '../http/path.ts';

/** More lines than the server may send a second time after a lost connection. */
const REMEMBERED = 2000;

export interface FollowFunctionLogsOptions {
  /** Only lines of this level. */
  level?: FunctionLog['log_level'] | undefined;
  /** Only lines of this execution. */
  executionId?: string | undefined;
  /** Ends the loop when it is aborted. */
  signal?: AbortSignal | undefined;
}

/** New lines of a function's log, each once. Goes on after a lost connection. */
export async function* followFunctionLogs(
  http: HttpClient,
  id: string,
  { level, executionId, signal }: FollowFunctionLogsOptions,
): AsyncGenerator<FunctionLog, void> {
  const query = { follow: true, level, execution_id: executionId };
  const seen = new Set<string>();
  for await (const { data } of followEvents(http, {
    path: `${pathTo('/functions', id)}/logs`,
    query,
    signal,
  })) {
    if (data === undefined) continue;
    const line = http.parse(data) as FunctionLog;
    if (seen.has(line.id)) continue;
    seen.add(line.id);
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    yield line;
  }
}
