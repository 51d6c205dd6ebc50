import { firstIdAt } from '@selfdb/server/db/first-id-at';
import type { Caller } from '@selfdb/server/http/caller/caller';
import type { ListLogs } from '@selfdb/shared/functions/execution-schema';
import { listLogs } from './repository.ts';

const POLL_MS = 1000;
/** Transactions become visible in another order than their ids: lines of the last seconds are read again. */
const OVERLAP_MS = 5000;

/**
 * New log lines as server-sent events, until the client goes away or may no longer read them. After `lastId`, the last line that the
 * client has, the newest thousand of those it lacks come first; it may get some of the last seconds twice.
 */
export function followLogs(
  { db, principal }: Caller,
  id: string,
  query: ListLogs,
  lastId: string | undefined,
): Response {
  const encoder = new TextEncoder();
  const since = timeOf(lastId) ?? Date.now();
  const seen = new Map<string, number>();
  let stopped = false;
  let isCaughtUp = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(': following\n\n')),
    async pull(controller) {
      while (!stopped) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        const after = firstIdAt(isCaughtUp ? Math.max(since, Date.now() - OVERLAP_MS) : since);
        const found = await listLogs(db, principal, id, { ...query, limit: 1000, skip: 0 }, after);
        if (!found?.owned) return controller.close();
        isCaughtUp = true;
        const fresh = found.logs.filter((line) => !seen.has(line.id)).reverse();
        for (const line of fresh) seen.set(line.id, Date.now());
        for (const [key, at] of seen) if (Date.now() - at > 2 * OVERLAP_MS) seen.delete(key);
        const text = fresh.map((line) => `id: ${line.id}\ndata: ${JSON.stringify(line)}\n\n`).join('');
        return controller.enqueue(encoder.encode(text || ': \n\n'));
      }
    },
    cancel() {
      stopped = true;
    },
  });
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  });
}

/** Some seconds before the time of a line's id (RFC 9562, 5.7); undefined if it is no id. */
function timeOf(id: string | undefined): number | undefined {
  const hex = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id ?? '');
  return hex ? Number.parseInt(`${hex[1]}${hex[2]}`, 16) - OVERLAP_MS : undefined;
}
