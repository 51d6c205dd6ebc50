import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export type SystemEnvironment = Record<string, string>;

/** One line of `./selfdb status --json`. */
export interface ServiceState {
  service: string;
  pid: number | null;
}

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Runs `./selfdb <args>` and gives what it printed; a command that fails is an error with its output. */
export function runLauncher(environment: SystemEnvironment, ...args: string[]): Promise<string> {
  return new Promise((resolveOutput, failed) => {
    const child = spawn(join(ROOT, 'selfdb'), args, {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    child.once('error', failed);
    // Not `close`: a service that inherited the pipes would keep it from coming.
    child.once('exit', (code) => {
      if (code === 0) resolveOutput(output);
      else failed(new Error(`./selfdb ${args.join(' ')} ended with ${code}:\n${output}${errors}`));
    });
  });
}

/** The processes of a running system; none while its own bookkeeping is being brought back. */
export async function services(environment: SystemEnvironment): Promise<ServiceState[]> {
  try {
    const status = JSON.parse(await runLauncher(environment, 'status', '--json'));
    return Array.isArray(status) ? status : status.services;
  } catch {
    return [];
  }
}
