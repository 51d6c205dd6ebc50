/** The folders with tests, in the order in which they run. The tests of `acceptance` need a build and take longest. */
export const SUITES = [
  'scripts',
  'checks',
  'packages/settings',
  'packages/shared',
  'packages/server',
  'packages/s3',
  'packages/pg-gateway',
  'packages/launcher',
  'packages/system-under-test',
  'workers/auth',
  'workers/api',
  'workers/storage',
  'workers/realtime',
  'admin',
  'acceptance',
];

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
