import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const CAN_MAKE_VENV = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';

/** A step from the client on: an attribute, or a method with its arguments, and those by name. */
export type Step = [name: string, args?: unknown[], named?: Record<string, unknown>];

/** What a callback of the client was called with. */
export interface Told {
  callback: string;
  event: string;
  table: string;
  new: Record<string, unknown> | null;
  old: Record<string, unknown> | null;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

function attributes(names: string[]): Step[] {
  return names.map((name) => [name]);
}

/** Whether there is a Python that the client runs on. */
export async function hasPython(): Promise<boolean> {
  return run('python3', ['-c', CAN_MAKE_VENV]).then(
    () => true,
    () => false,
  );
}

/** The Python client of 0.0.5 in a process and a virtual environment of its own. */
export class PythonClient {
  /** What callbacks were called with so far. */
  readonly told: Told[] = [];
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  #errors = '';
  #calls = 0;

  private constructor(folder: string, args: string[]) {
    this.#folder = folder;
    const child = spawn(join(folder, 'bin/python'), [join(here, 'bridge.py'), ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
    child.stderr.on('data', (chunk) => {
      this.#errors += String(chunk);
    });
    child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(`Python ended with ${code}:\n${this.#errors}`));
      }
    });
    this.#child = child;
  }

  static async start(baseUrl: string, apiKey: string): Promise<PythonClient> {
    const folder = await mkdtemp(join(tmpdir(), 'selfdb-python-'));
    await run('python3', ['-m', 'venv', folder]);
    const packages = ['-r', join(here, 'requirements.txt')];
    await run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
    return new PythonClient(folder, [baseUrl, apiKey]);
  }

  /** Calls the method at a dotted path, such as `tables.data.insert`, and gives what it returned. Throws what it raised. */
  call<T>(path: string, args: unknown[] = [], named: Record<string, unknown> = {}): Promise<T> {
    const names = path.split('.');
    const method = names.pop() ?? '';
    return this.chain<T>([...attributes(names), [method, args, named]]);
  }

  /** The same in several steps. */
  chain<T>(steps: Step[]): Promise<T> {
    return this.#send(steps) as Promise<T>;
  }

  /** Methods and properties of the client that no call has used. */
  uncalled(): Promise<string[]> {
    return this.#send(null) as Promise<string[]>;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #send(steps: Step[] | null): Promise<unknown> {
    const id = this.#calls++;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#child.stdin?.write(`${JSON.stringify({ id, steps })}\n`);
    return answer;
  }

  #take(line: Told | { id: number; value: unknown } | { id: number; error: string; message: string }): void {
    if ('callback' in line) {
      this.told.push(line);
      return;
    }
    const waiting = this.#waiting.get(line.id);
    this.#waiting.delete(line.id);
    if ('error' in line) waiting?.reject(new Error(`${line.error}: ${line.message}`));
    else waiting?.resolve(line.value);
  }
}
