import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { workers } from '@selfdb/settings';
import type { SettledSettings } from '../config/internal-ports.ts';
import { repositoryRoot, type StatePaths } from '../config/paths.ts';
import { wranglerVariable } from './instance.ts';
import { wranglerVariables } from './specs/process-environment.ts';

const graceMs = 5000;
const apiAndOthers = [
  'wrangler.toml',
  'workers/auth/wrangler.toml',
  'workers/functions/wrangler.edge.toml',
  'workers/storage/wrangler.toml',
  'workers/realtime/wrangler.toml',
  'workers/cron-backup/wrangler.toml',
];

/**
 * Runs the workers under `wrangler dev` until `interrupted` resolves, or one copy of wrangler ends by itself; returns the exit
 * code. A copy serves one port, so the dashboard and
 * functions, which their host calls, have one of their own. They find each other in a registry that all write to.
 */
export async function runWrangler(
  paths: StatePaths,
  settings: SettledSettings,
  interrupted: Promise<void>,
): Promise<number> {
  const copies = [
    startWrangler(paths, wranglerVariables(settings, workers), [
      ...configurations(...apiAndOthers),
      ...address(settings.LISTEN_HOST, settings.BACKEND_PORT),
    ]),
    startWrangler(paths, wranglerVariables(settings, ['functions']), [
      ...configurations('workers/functions/wrangler.toml'),
      ...address('127.0.0.1', settings.FUNCTIONS_PORT),
      '--inspector-port=0',
    ]),
    startWrangler(paths, wranglerVariables(settings, ['admin']), [
      ...configurations('admin/wrangler.toml'),
      ...address(settings.LISTEN_HOST, settings.FRONTEND_PORT),
      // Any free port: the copies would choose the same one.
      '--inspector-port=0',
    ]),
  ];
  const ends = copies.map(
    (copy) =>
      new Promise<number>((resolve, reject) => {
        copy.once('error', reject);
        copy.once('exit', (code) => resolve(code ?? 1));
      }),
  );
  const code = await Promise.race([...ends, interrupted.then(() => 0)]);
  for (const copy of copies) copy.kill('SIGTERM');
  const killTimer = setTimeout(() => copies.forEach((copy) => void copy.kill('SIGKILL')), graceMs);
  await Promise.all(ends);
  clearTimeout(killTimer);
  return code;
}

function configurations(...files: string[]): string[] {
  return files.flatMap((file) => ['-c', file]);
}

function address(host: string, port: number): string[] {
  return ['--ip', host, '--port', String(port)];
}

function startWrangler(paths: StatePaths, variables: Record<string, string>, args: string[]): ChildProcess {
  const programs = join(repositoryRoot, 'node_modules/.bin');
  const state = ['--persist-to', join(paths.state, 'wrangler')];
  return spawn(join(programs, 'wrangler'), ['dev', ...args, ...state], {
    cwd: repositoryRoot,
    // Wrangler runs under the first `node` on the path: the one in node_modules, not the machine's.
    // The workers' variables go through the environment: `--env-file` reaches only the first of several workers, and
    // a command line is visible to all users.
    env: {
      ...process.env,
      ...variables,
      CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true',
      PATH: `${programs}:${process.env.PATH}`,
      ...wranglerVariable(paths),
      // Two checkouts have workers of the same names.
      WRANGLER_REGISTRY_PATH: join(paths.state, 'wrangler-registry'),
      WRANGLER_SEND_METRICS: 'false',
    },
    stdio: 'inherit',
  });
}
