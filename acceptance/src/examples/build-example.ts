import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { system } from '../world/users.ts';

const ROOT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

export interface BuiltExample {
  /** What a server of static files serves. */
  folder: string;
  remove: () => Promise<void>;
}

/**
 * Sets an example up as its README says, and builds its page. Vite refuses a second development server for a folder, and
 * somebody may be running the first one.
 */
export async function buildExample(example: string, apiPort: number): Promise<BuiltExample> {
  const folder = await mkdtemp(join(tmpdir(), `selfdb-${example}-`));
  const { apiKey: API_KEY, adminEmail: ADMIN_EMAIL, adminPassword: ADMIN_PASSWORD } = system;
  const settings = { API_KEY, ADMIN_EMAIL, ADMIN_PASSWORD, BACKEND_PORT: String(apiPort) };
  // What the test runner sets would change what Vite builds.
  const { NODE_ENV: _, VITEST: __, ...environment } = process.env;
  const options = { cwd: ROOT, env: { ...environment, ...settings } };
  const build = ['exec', '-w', `@selfdb/example-${example}`, '--', 'vite', 'build'];
  await Promise.all([
    run('sh', ['-c', await setupCommand(example)], options),
    run('npm', [...build, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], options),
  ]);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** The second of the three commands of a README. */
async function setupCommand(example: string): Promise<string> {
  const readme = await readFile(join(ROOT, 'examples', example, 'README.md'), 'utf8');
  const [, block = ''] = /```sh\n([^`]*)```/.exec(readme) ?? [];
  const [start, setup, serve, ...others] = block.trim().split('\n');
  const isKnown = start === './selfdb start' && serve === `npm start -w @selfdb/example-${example}`;
  if (!isKnown || !setup || others.length > 0)
    throw new Error(`The README of ${example} has other commands.`);
  return setup;
}
