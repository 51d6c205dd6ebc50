import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StatePaths } from '../config/paths.ts';

export const pollMs = 200;
const chunkBytes = 64 * 1024;

export interface FollowOptions {
  /** Only these services; all of them when absent. */
  services?: string[];
  until(): boolean;
}

/** Names of the services that have a log. */
export function listLogs(paths: StatePaths): string[] {
  if (!existsSync(paths.logs)) return [];
  const names = readdirSync(paths.logs).filter((name) => name.endsWith('.log'));
  return names.map((name) => name.slice(0, -'.log'.length)).sort();
}

/** Names of the services whose log has times: all but the log of installing and building. */
export function listTimedLogs(paths: StatePaths): string[] {
  return listLogs(paths).filter((name) => name !== 'build');
}

export function prefixed(service: string, line: string): string {
  return `${service.padEnd(10)} | ${line}`;
}

/** Prints new log lines as they arrive, from the current end on. */
export async function printNewLines(paths: StatePaths, options: FollowOptions): Promise<void> {
  const positions = new Map(listLogs(paths).map((name) => [name, sizeOf(paths, name)]));
  const rest = new Map<string, string>();
  while (!options.until()) {
    for (const name of options.services ?? listLogs(paths)) {
      const { text, position } = readFrom(paths, name, positions.get(name) ?? 0);
      positions.set(name, position);
      const lines = ((rest.get(name) ?? '') + text).split('\n');
      rest.set(name, lines.pop() ?? '');
      for (const line of lines) console.log(options.services?.length === 1 ? line : prefixed(name, line));
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function sizeOf(paths: StatePaths, name: string): number {
  const path = join(paths.logs, `${name}.log`);
  return existsSync(path) ? statSync(path).size : 0;
}

function readFrom(paths: StatePaths, name: string, from: number): { text: string; position: number } {
  const size = sizeOf(paths, name);
  // Shorter than before: it was rotated.
  const start = size < from ? 0 : from;
  const buffer = Buffer.alloc(Math.min(size - start, chunkBytes));
  if (buffer.length === 0) return { text: '', position: start };
  const file = openSync(join(paths.logs, `${name}.log`), 'r');
  const read = readSync(file, buffer, 0, buffer.length, start);
  closeSync(file);
  return { text: buffer.toString('utf8', 0, read), position: start + read };
}
