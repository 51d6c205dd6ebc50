import { execFileSync } from 'node:child_process';

/** The edge's files: the runtime keeps two per connection. */
const filesOfSocket = 2;
/** Other files of the process, and those that requests need. */
const otherFiles = 1000;

/**
 * How many sockets can be open under the limit of open files, which Node has raised for itself and its children as far as
 * it may. workerd ends when it can't accept a connection, so the rest must be refused before.
 */
export function mostSockets(): number {
  const limit = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  if (limit === 'unlimited') return Number.MAX_SAFE_INTEGER;
  return Math.max(Math.floor((Number(limit) - otherFiles) / filesOfSocket), 100);
}
