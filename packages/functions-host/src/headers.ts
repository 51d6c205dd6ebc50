import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]);
const OURS = new Set(['authorization', 'x-api-key', 'x-execution-id']);

/** Headers without those of one connection, and without those of SelfDB itself. */
export function passedHeaders(headers: IncomingHttpHeaders, keep: string[] = []): OutgoingHttpHeaders {
  const isPassed = (name: string) =>
    keep.includes(name) || !(HOP_BY_HOP.has(name) || OURS.has(name) || name.startsWith('x-selfdb-'));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isPassed(name)));
}
