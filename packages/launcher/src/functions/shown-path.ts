import { relative } from 'node:path';

/** A path as people type it: relative to where they are, unless that leads far away. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('../../../') ? path : short;
}
