import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../config/paths.ts';

/** Runs the tests (`test:all` of the root package.json), with its arguments, and returns the exit code. */
export function run(args: string[]): number {
  const extra = args.length > 0 ? ['--', ...args] : [];
  const result = spawnSync('npm', ['run', '--silent', 'test:all', ...extra], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  return result.status ?? 1;
}
