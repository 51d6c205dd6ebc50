import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../user-error.ts';

const marker = '<!-- Written by `npm run bench -- --write`: everything below. -->';

/** Replaces the results below the marker of a page. Throws a UserError. */
export function writeResults(path: string, results: string): void {
  const text = readFileSync(path, 'utf8');
  const end = text.indexOf(marker);
  if (end < 0) throw new UserError(`${path} lacks the line \`${marker}\`, below which the results go.`);
  writeFileSync(path, `${text.slice(0, end)}${marker}\n\n${results}\n`);
}
