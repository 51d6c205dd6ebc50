import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../config/paths.ts';

/** Runs every test there is, as the root package.json has it, and passes its exit code on. */
export function run(args: string[]): number {
  const extra = args.length > 0 ? ['--', ...args] : [];
  const result = spawnSync('npm', ['run', '--silent', 'test:all', ...extra], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  return result.status ?? 1;
}
