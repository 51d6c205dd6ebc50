import { existsSync, readFileSync } from 'node:fs';

/** A file of a function on the server, and how it compares with the one that is there. */
export interface PulledFile {
  path: string;
  content: string;
  state: 'new' | 'same' | 'different';
}

export function compared(path: string, content: string): PulledFile {
  if (!existsSync(path)) return { path, content, state: 'new' };
  return { path, content, state: readFileSync(path, 'utf8') === content ? 'same' : 'different' };
}
