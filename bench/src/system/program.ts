import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export type Environment = Record<string, string>;

export interface ProgramOptions {
  cwd: string;
  env: Environment;
  /** Ends the program with SIGTERM; the promise still waits for its end. */
  signal?: AbortSignal;
  /** Not reached by Ctrl-C at the terminal. */
  detached?: boolean;
}

/** Runs a program to its end and returns its output. Throws with that output when it fails, or the signal's reason. */
export function runProgram(command: string, args: string[], options: ProgramOptions): Promise<string> {
  const { signal, ...rest } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const child = spawn(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end);
      const output = Buffer.concat(chunks).toString();
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(output);
      else reject(new Error(`\`${command} ${args.join(' ')}\` ended with ${code}:\n${output}`));
    });
  });
}

export interface Server {
  pid: number;
  stop(): Promise<void>;
}

/** Starts a program that serves until it is stopped, with its output in a file. */
export async function startServer(
  command: string,
  args: string[],
  { logPath, ...options }: Omit<ProgramOptions, 'signal'> & { logPath: string },
): Promise<Server> {
  const log = openSync(logPath, 'w', 0o600);
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} did not start`);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { pid, stop };
}
