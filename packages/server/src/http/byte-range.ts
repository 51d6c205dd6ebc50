export interface ByteSpan {
  offset: number;
  length: number;
}

const SINGLE = /^bytes=\s*(?:(\d+)\s*)?-\s*(?:(\d+)\s*)?$/i;
const MAX_DIGITS = 15;

/**
 * The span that a `Range` header requests of `size` bytes (RFC 9110, 14.1.2), undefined for the whole, or
 * `unsatisfiable`. Several ranges, another unit and a malformed header count as none, as the RFC allows.
 */
export function readRange(header: string | undefined, size: number): ByteSpan | undefined | 'unsatisfiable' {
  const match = SINGLE.exec(header ?? '');
  if (!match) return undefined;
  const [, from = '', to = ''] = match;
  if (from.length > MAX_DIGITS || to.length > MAX_DIGITS) return undefined;
  if (from === '' && to === '') return undefined;
  if (from === '') return lastBytes(Number(to), size);
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'unsatisfiable' : { offset: first, length: last - first + 1 };
}

function lastBytes(count: number, size: number): ByteSpan | 'unsatisfiable' {
  if (count === 0 || size === 0) return 'unsatisfiable';
  const length = Math.min(count, size);
  return { offset: size - length, length };
}
