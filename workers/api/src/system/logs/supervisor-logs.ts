import { AppError } from '@selfdb/shared/errors';
import type { LogEntry, LogPage, LogQuery } from '@selfdb/shared/system/logs';

type Supervisor = Pick<Fetcher, 'fetch'> | undefined;

export interface LogNewsAnswer {
  /** Oldest first, each with the cursor after it. */
  entries: { entry: LogEntry; cursor: string }[];
  cursor: string;
  hasMore: boolean;
}

const ELSEWHERE =
  'The logs can only be read here while `./selfdb start` runs the system. Under `npm run dev` they are in its terminal, and those of the database and its gateway in the directory for logs; on Cloudflare, `wrangler tail` shows them.';

/** The newest entries that match. Throws unavailable without a supervisor, which alone can read the files. */
export function readLogs(supervisor: Supervisor, query: LogQuery): Promise<LogPage> {
  const { limit, cursor, since, until } = query;
  return ask(supervisor, '/logs', {
    ...filterOf(query),
    limit,
    cursor,
    since: since && Date.parse(since),
    until: until && Date.parse(until),
  });
}

/** What was written after a cursor; without one, only where the logs end. */
export function readLogNews(
  supervisor: Supervisor,
  query: LogQuery,
  cursor: string | undefined,
): Promise<LogNewsAnswer> {
  return ask(supervisor, '/logs/news', { ...filterOf(query), cursor });
}

function filterOf({ service, level, request_id, search }: LogQuery) {
  return { services: service?.split(','), level, request_id, search };
}

async function ask<T>(supervisor: Supervisor, path: string, question: object): Promise<T> {
  if (!supervisor) throw new AppError('unavailable', ELSEWHERE);
  const request = { method: 'POST', body: JSON.stringify(question) };
  let response: Response;
  try {
    response = await supervisor.fetch(`http://supervisor${path}`, request);
  } catch (cause) {
    throw new AppError('unavailable', 'The supervisor does not answer. Read the log files themselves.', {
      cause,
    });
  }
  if (response.ok) return response.json<T>();
  await response.body?.cancel();
  throw new AppError('unavailable', 'The supervisor could not read the logs. Read the log files themselves.');
}
