import { execFileSync } from 'node:child_process';

/** The runtime keeps two open files per connection. */
const filesPerSocket = 2;
/** For other files of the process, and for requests. */
const otherFiles = 1000;

/**
 * How many sockets the limit of open files allows, which Node has raised for itself and its children as far as it may.
 * workerd exits when it can't accept a connection, so further sockets must be refused before.
 */
export function maxSockets(): number {
  const limit = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  if (limit === 'unlimited') return Number.MAX_SAFE_INTEGER;
  return Math.max(Math.floor((Number(limit) - otherFiles) / filesPerSocket), 100);
}
