import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pause } from '../pause.ts';
import { findFreePort } from '../sdk/runtimes/free-port.ts';
import { system } from '../world/users.ts';

const ROOT = join(import.meta.dirname, '../../..');

export interface RunningExample {
  url: string;
  stop: () => void;
}

/** Runs the commands of an example's README, but for the start of SelfDB. The last one serves the example. */
export async function runReadme(example: string, apiPort: number): Promise<RunningExample> {
  const readme = await readFile(join(ROOT, 'examples', example, 'README.md'), 'utf8');
  const [, block = ''] = /```sh\n([^`]*)```/.exec(readme) ?? [];
  const [start, ...commands] = block.trim().split('\n');
  const serve = commands.pop();
  if (start !== './selfdb start' || !serve) throw new Error(`The README of ${example} has other commands.`);
  const port = await findFreePort();
  const { apiKey: API_KEY, adminEmail: ADMIN_EMAIL, adminPassword: ADMIN_PASSWORD } = system;
  const settings = {
    API_KEY,
    ADMIN_EMAIL,
    ADMIN_PASSWORD,
    BACKEND_PORT: String(apiPort),
    PORT: String(port),
  };
  // What the test runner sets would change what vite builds.
  const { NODE_ENV: _, VITEST: __, ...environment } = process.env;
  const options = { cwd: ROOT, env: { ...environment, ...settings } };
  for (const command of commands) await promisify(execFile)('sh', ['-c', command], options);
  // Vite ends with its input.
  const stdio = ['pipe', 'ignore', 'inherit'] as const;
  const server = spawn('sh', ['-c', `exec ${serve}`], { ...options, detached: true, stdio: [...stdio] });
  const url = `http://localhost:${port}`;
  await untilServed(url, server);
  return { url, stop: () => process.kill(-Number(server.pid)) };
}

async function untilServed(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    const isThere = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    if (server.exitCode !== null) throw new Error(`Nothing serves ${url}.`);
    await pause(100);
  }
}
