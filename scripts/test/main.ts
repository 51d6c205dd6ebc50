import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changedFiles } from './changed.ts';
import { SUITES, suitesFor } from './suites.ts';

/**
 * Runs all checks in order: lint, unused code, build, types, the tests beside the code, the tests against real Postgres
 * through the real gateway, and the acceptance tests against a system started as `./selfdb start` does.
 * With `--changed [commit]` it runs the tests of changed packages only, and no acceptance tests.
 * Ends with one line, `N passed, N failed`, in which lint, unused code, build and types count one each.
 */
const root = join(import.meta.dirname, '../..');
const bin = join(root, 'node_modules/.bin');
const reports = mkdtempSync(join(tmpdir(), 'selfdb-reports-'));
let passed = 0;
let failed = 0;

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
}

function run(command: string, args: string[], folder: string): Promise<number> {
  return new Promise((resolve) => {
    const path = `${bin}:${process.env.PATH}`;
    const child = spawn(command, args, {
      cwd: join(root, folder),
      stdio: 'inherit',
      env: { ...process.env, PATH: path },
    });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function step(name: string, command: string, args: string[]): Promise<boolean> {
  console.log(`\n== ${name}`);
  const ok = (await run(command, args, '.')) === 0;
  if (ok) passed += 1;
  else failed += 1;
  return ok;
}

async function suite(folder: string): Promise<void> {
  console.log(`\n== tests of ${folder}`);
  const file = join(reports, `${folder.replaceAll('/', '-')}.json`);
  const code = await run(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile=${file}`],
    folder,
  );
  if (!existsSync(file)) {
    failed += 1;
    return;
  }
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  // A file that fails before its first test, and a run that fails after its last, have no failed test.
  failed += Math.max(report.numFailedTests, report.numFailedTestSuites > 0 || code !== 0 ? 1 : 0);
}

function chosenSuites(): string[] {
  const { values, positionals } = parseArgs({
    options: { changed: { type: 'boolean' } },
    allowPositionals: true,
  });
  return values.changed ? suitesFor(changedFiles(root, positionals[0])) : SUITES;
}

const suites = chosenSuites();
await step('lint and format', 'biome', ['ci', '--error-on-warnings', '.']);
await step('unused code', 'knip', ['--no-progress']);
const built = await step('build', 'turbo', ['run', 'build', '--output-logs=errors-only']);
await step('types', 'turbo', ['run', 'typecheck', '--output-logs=errors-only']);
for (const folder of suites) {
  if (built || folder !== 'acceptance') await suite(folder);
}
rmSync(reports, { recursive: true });

const left = SUITES.filter((folder) => !suites.includes(folder));
if (left.length > 0) console.log(`\nNot run: ${left.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
