/** The folders with tests. Two run at a time, so the longest come first; the tests of `acceptance` need a build and run alone. */
export const SUITES = [
  'workers/api',
  'workers/realtime',
  'workers/auth',
  'workers/storage',
  'packages/pg-gateway',
  'packages/launcher',
  'checks',
  'packages/server',
  'packages/shared',
  'packages/s3',
  'packages/settings',
  'scripts',
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
