import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../config/paths.ts';

/** Runs the tests as the root package.json does, and passes on its arguments and exit code. */
export function run(args: string[]): number {
  const extra = args.length > 0 ? ['--', ...args] : [];
  const result = spawnSync('npm', ['run', '--silent', 'test:all', ...extra], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  return result.status ?? 1;
}
