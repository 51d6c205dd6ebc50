import type { Readable } from 'node:stream';

const MAX_BYTES = 64 * 1024;
/** Where the runtime begins to tell of its own end, with paths and addresses that are not the function's. */
const LAST_WORDS =
  /^(?:<--- Last few GCs --->|\*\*\* Received signal|\d+ external\/tcmalloc|Unable to allocate \d|See https:\S+tcmalloc|workerd\/\S+: fatal: )/m;
const OUT_OF_MEMORY =
  /^(?:\d+ external\/tcmalloc.*Cannot allocate memory|Unable to allocate \d|workerd\/\S+: fatal: .*out of memory|.*std::bad_alloc)/m;

/** The end of what a process writes. */
export interface Output {
  /** How many bytes came so far. */
  position(): number;
  /** What the function wrote after a position: at most the last 64 KiB, without the runtime's own lines. */
  since(position: number): string;
  saysOutOfMemory(): boolean;
}

export function keepOutput(...streams: Readable[]): Output {
  let kept: Buffer[] = [];
  let size = 0;
  let total = 0;
  const keep = (chunk: Buffer) => {
    kept.push(chunk);
    size += chunk.length;
    total += chunk.length;
    if (size < 2 * MAX_BYTES) return;
    kept = [Buffer.concat(kept).subarray(-MAX_BYTES)];
    size = MAX_BYTES;
  };
  for (const stream of streams) stream.on('data', keep);
  const last = (bytes: number) => (bytes <= 0 ? '' : Buffer.concat(kept).subarray(-bytes).toString());
  return {
    position: () => total,
    since: (position) => withoutRuntime(last(Math.min(total - position, MAX_BYTES))),
    saysOutOfMemory: () => OUT_OF_MEMORY.test(last(MAX_BYTES)),
  };
}

function withoutRuntime(text: string): string {
  const end = text.search(LAST_WORDS);
  const own = end < 0 ? text : text.slice(0, end);
  return own
    .split('\n')
    .filter((line) => !line.startsWith('workerd/'))
    .join('\n')
    .trimEnd();
}
