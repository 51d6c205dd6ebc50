import { requireAdmin } from '@selfdb/server/db/authority';
import type { AppContext } from '@selfdb/server/http/context';
import { invalid } from '@selfdb/shared/errors';
import { CURSOR, type LogPage, type LogQuery } from '@selfdb/shared/system/logs';
import type { ApiBindings } from '../../bindings.ts';
import { selectInstance } from '../repository.ts';
import { streamLogs } from './follow-logs.ts';
import { readLogNews, readLogs } from './supervisor-logs.ts';

/** `GET /system/logs`: a page of entries, or a stream of server-sent events. */
export async function getLogs(c: AppContext<ApiBindings>, query: LogQuery): Promise<Response> {
  await requireAdminNow(c);
  c.header('Cache-Control', 'no-store');
  c.header('Vary', 'Accept', { append: true });
  const supervisor = c.env.SUPERVISOR;
  if (!acceptsEventStream(c.req.header('Accept'))) {
    const page: LogPage = await readLogs(supervisor, query);
    return c.json(page, 200);
  }
  const read = (cursor: string | undefined) => readLogNews(supervisor, query, cursor);
  const stream = streamLogs({
    readLogNews: read,
    checkAccess: () => requireAdminNow(c),
    first: await read(lastEventId(c) ?? query.cursor),
    signal: c.req.raw.signal,
  });
  // Proxies must not wait for the end of the answer.
  const headers = { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' };
  return c.body(stream, 200, headers);
}

/** Whether an `Accept` header names server-sent events, and not with the weight 0, which refuses them (RFC 9110, 12.4.2). */
export function acceptsEventStream(accept = ''): boolean {
  return accept.split(',').some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return (
      type === 'text/event-stream' && !parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter))
    );
  });
}

async function requireAdminNow(c: AppContext<ApiBindings>): Promise<void> {
  const principal = c.get('principal');
  const instance = await selectInstance(c.get('db'), principal);
  requireAdmin(principal, instance?.my_role);
}

function lastEventId(c: AppContext<ApiBindings>): string | undefined {
  const id = c.req.header('Last-Event-ID');
  if (id === undefined || id === '') return undefined;
  if (!CURSOR.test(id))
    throw invalid(['header', 'Last-Event-ID'], 'must be the id of an event of this stream');
  return id;
}
