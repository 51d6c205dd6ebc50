import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SelfDBFunction } from '@selfdb/sdk';
import { UserError } from '../../user-error.ts';
import { shownPath } from '../shown-path.ts';
import { pulledFiles } from './pulled-files.ts';

/**
 * Writes a function into a folder, and says what was written. Throws a UserError, and writes nothing, if it would replace a file
 * that differs, unless it is forced to.
 */
export function pullFunction(folder: string, fn: SelfDBFunction, isForced: boolean): string[] {
  const files = pulledFiles(folder, fn);
  const differing = files.filter(({ state }) => state === 'different').map(({ path }) => shownPath(path));
  if (differing.length > 0 && !isForced) {
    const them = differing.length === 1 ? 'it' : 'them';
    throw new UserError(
      `${differing.join(', ')} differs from the server. Commit your changes, then replace ${them} with --force.`,
    );
  }
  const written = files.filter(({ state }) => state !== 'same');
  for (const { path, content } of written) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const said = written.length === 0 ? 'unchanged' : written.map(({ path }) => shownPath(path)).join(', ');
  const isServed = fn.deployed_version === fn.version;
  return isServed ? [said] : [said, `Version ${fn.version} is saved, but not deployed.`];
}
