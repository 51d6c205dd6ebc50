import { spawnSync } from 'node:child_process';

function git(root: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Where the present branch left `origin/main` or `main`; a branch without either is compared with its last commit. */
function baseOf(root: string): string {
  for (const branch of ['origin/main', 'main']) {
    const base = git(root, 'merge-base', 'HEAD', branch);
    if (base) return base;
  }
  return 'HEAD';
}

/** The files that differ from a commit, as paths from the root: committed since, not committed, or not yet added. */
export function changedFiles(root: string, commit = baseOf(root)): string[] {
  const tracked = git(root, 'diff', '--name-only', commit);
  if (tracked === undefined) throw new Error(`git can't compare with ${commit}.`);
  const added = git(root, 'ls-files', '--others', '--exclude-standard') ?? '';
  return [...tracked.split('\n'), ...added.split('\n')].filter((file) => file !== '');
}
