import { spawn } from 'node:child_process';
import { closeSync, writeFileSync } from 'node:fs';
import { repositoryRoot, type StatePaths } from '../config/paths.ts';
import { lastLines, logPath, openLog } from '../logs/log-file.ts';
import { UserError } from '../user-error.ts';

const linesShown = 40;

/**
 * Builds the bundles of the workers and the dashboard, or one package; turbo skips those whose sources have not changed.
 * Throws a UserError.
 */
export async function build(paths: StatePaths, options: { force: boolean; only?: string }): Promise<void> {
  const path = logPath(paths.logs, 'build');
  writeFileSync(path, '', { mode: 0o600 });
  const forced = options.force ? ['--force'] : [];
  const filtered = options.only === undefined ? [] : [`--filter=${options.only}`];
  const arguments_ = ['run', 'build', '--', ...forced, ...filtered];
  const code = await runQuietly('npm', arguments_, path);
  if (code === 0) return;
  throw new UserError(
    `${lastLines(path, linesShown).join('\n')}\n\nThe build failed. The lines above say why.`,
  );
}

function runQuietly(command: string, args: string[], path: string): Promise<number | null> {
  const log = openLog(path);
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', WRANGLER_SEND_METRICS: 'false', DO_NOT_TRACK: '1', CI: '1' };
  const child = spawn(command, args, {
    cwd: repositoryRoot,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
