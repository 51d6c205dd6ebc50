/** The folders with tests. Two run at a time, so the longest come first; the tests of `acceptance` run alone. */
export const SUITES = [
  'admin',
  'workers/api',
  'workers/realtime',
  'workers/storage',
  'workers/auth',
  'workers/functions',
  'packages/pg-gateway',
  'checks',
  'packages/functions-host',
  'packages/launcher',
  'packages/backup',
  'packages/server',
  'packages/sdk',
  'packages/shared',
  'packages/s3',
  'packages/system-under-test',
  'packages/settings',
  'workers/cron-backup',
  'workers/functions-runner',
  'scripts',
  'acceptance',
];

/** Suites that start the built system. */
export const NEED_BUILD = ['admin', 'acceptance'];

/** Files outside of a package, and the package whose tests cover them. */
const COVERED_BY: Record<string, string> = {
  'migrations/': 'packages/launcher',
  'selfhost/': 'packages/launcher',
  '.env.example': 'packages/settings',
};

/** The suites that a quick run needs for these files: the checks of the whole repository, and those of changed packages. */
export function suitesFor(files: string[]): string[] {
  const others = Object.entries(COVERED_BY);
  const changed = (suite: string) =>
    files.some(
      (file) =>
        file.startsWith(`${suite}/`) ||
        others.some(([start, folder]) => folder === suite && file.startsWith(start)),
    );
  return SUITES.filter((suite) => suite !== 'acceptance' && (suite === 'checks' || changed(suite)));
}
