import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../config/paths.ts';

export const helpPath = join(repositoryRoot, 'packages/launcher/help.txt');

export function run(): number {
  process.stdout.write(readFileSync(helpPath, 'utf8'));
  return 0;
}
