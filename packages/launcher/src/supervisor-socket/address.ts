import type { StatePaths } from '../config/paths.ts';

/** The field `sun_path` without the zero at the end: unix(7), and sys/un.h of the BSDs. */
const maxPathBytes = process.platform === 'linux' ? 107 : 103;
/** A port without a listener. */
const noListener = '127.0.0.1:1';

/**
 * Where the edge asks the supervisor: a socket in the state directory, which no other user can reach. If its path is too long,
 * the edge gets no answer.
 */
export function supervisorAddress({ supervisorSocket }: StatePaths): string {
  return isSupported(supervisorSocket) ? `unix:${supervisorSocket}` : noListener;
}

export function isSupported(path: string): boolean {
  return Buffer.byteLength(path) <= maxPathBytes;
}
