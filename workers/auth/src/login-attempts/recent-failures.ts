/** Longer than an attempt waits for its turn. */
const KEEP_MS = 60_000;

interface Entry {
  failed: number;
  /** How many of these are recorded in the database. */
  recorded: number;
  at: number;
}

/** Recent failures in this isolate by subject, the most recent last. */
const entries = new Map<string, Entry>();

/** The failures of a subject that this isolate has recorded in the database. Call this before reading the database. */
export function recordedFailures(key: string): number {
  return find(key)?.recorded ?? 0;
}

/** The failures of a subject in this isolate beyond the recorded ones. */
export function failuresBeyond(key: string, recorded: number): number {
  return (find(key)?.failed ?? 0) - recorded;
}

export function noteFailure(key: string): void {
  const { failed, recorded } = find(key) ?? { failed: 0, recorded: 0 };
  entries.delete(key);
  entries.set(key, { failed: failed + 1, recorded, at: Date.now() });
  for (const [oldest, { at }] of entries) {
    if (Date.now() - at < KEEP_MS) break;
    entries.delete(oldest);
  }
}

export function noteRecorded(key: string): void {
  const entry = entries.get(key);
  if (entry) entry.recorded += 1;
}

function find(key: string): Entry | undefined {
  const entry = entries.get(key);
  return entry && Date.now() - entry.at < KEEP_MS ? entry : undefined;
}
