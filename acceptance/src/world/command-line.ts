import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { System } from '@selfdb/system-under-test/launch';
import { system } from './users.ts';

const LAUNCHER = join(import.meta.dirname, '../../../selfdb');

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `./selfdb functions` against the tested system, as an administrator, in a folder. */
export function functionsCommand(folder: string, ...args: string[]): Promise<CommandResult> {
  return functionsCommandOn(system, folder, ...args);
}

/** The same against another system. */
export function functionsCommandOn(
  { baseUrl, apiKey, adminEmail, adminPassword }: System,
  folder: string,
  ...args: string[]
): Promise<CommandResult> {
  const access = { SELFDB_API_KEY: apiKey, SELFDB_EMAIL: adminEmail, SELFDB_PASSWORD: adminPassword };
  const options = { cwd: folder, env: { ...process.env, ...access } };
  return new Promise((resolve) => {
    const child = execFile(LAUNCHER, ['functions', ...args, '--url', baseUrl], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
