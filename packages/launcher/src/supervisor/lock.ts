import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock that the kernel releases when this process ends, however it ends.
 * Returns undefined when another process still holds it after `timeoutMs`.
 *
 * Node has no flock(2); an exclusive SQLite transaction holds an fcntl(2) lock.
 */
export function acquireLock(path: string, timeoutMs: number): Lock | undefined {
  const database = new DatabaseSync(path, { timeout: timeoutMs });
  try {
    database.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked/.test(error.message)) return undefined;
    throw error;
  }
  chmodSync(path, 0o600);
  return { release: () => database.close() };
}
