import { join, resolve } from 'node:path';

export const repositoryRoot = resolve(import.meta.dirname, '../..');
export const benchFolder = join(repositoryRoot, 'bench');
export const resultsPage = join(repositoryRoot, 'docs/benchmarks.md');
export const programs = join(repositoryRoot, 'node_modules/.bin');
