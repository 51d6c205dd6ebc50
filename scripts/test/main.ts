import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { changedFiles } from './changed.ts';
import { NEED_BUILD, SUITES, suitesFor } from './suites.ts';

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
const failures: string[] = [];

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  testResults: { name: string; status: string; message: string; assertionResults: TestResult[] }[];
}

interface TestResult {
  fullName: string;
  status: string;
  failureMessages: string[];
}

/** Lines of a failure's message that the list at the end repeats. */
const SHOWN_LINES = 12;

/** Names what failed and why, for the list at the end: a log of this length is often cut at its start. */
function failuresIn(folder: string, report: Report): string[] {
  const named = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0) return status === 'failed' ? [withReason(file, message)] : [];
    return tests.map((test) => withReason(`${file}: ${test.fullName}`, test.failureMessages.join('\n')));
  });
  return named.length > 0 ? named : [`tests of ${folder}`];
}

function withReason(title: string, reason: string): string {
  const lines = stripVTControlCharacters(reason).split('\n').slice(0, SHOWN_LINES);
  return [title, ...lines.map((line) => `  ${line}`)].join('\n  ');
}

function start(command: string, args: string[], folder: string, stdio: StdioOptions): ChildProcess {
  const path = `${bin}:${process.env.PATH}`;
  return spawn(command, args, { cwd: join(root, folder), stdio, env: { ...process.env, PATH: path } });
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function step(name: string, command: string, args: string[]): Promise<boolean> {
  console.log(`\n== ${name}`);
  const ok = (await exitCode(start(command, args, '.', 'inherit'))) === 0;
  if (ok) {
    passed += 1;
  } else {
    failed += 1;
    failures.push(name);
  }
  return ok;
}

/** Runs a suite. What it prints is shown at once when it runs alone, else when it has ended. */
async function suite(folder: string, alone: boolean): Promise<void> {
  const title = `\n== tests of ${folder}`;
  if (alone) console.log(title);
  const file = join(reports, `${folder.replaceAll('/', '-')}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile=${file}`];
  const child = start('vitest', args, folder, alone ? 'inherit' : ['ignore', 'pipe', 'pipe']);
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const code = await exitCode(child);
  if (!alone) console.log(`${title}\n${Buffer.concat(output)}`);
  if (!existsSync(file)) {
    failed += 1;
    failures.push(`tests of ${folder}`);
    return;
  }
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  // A file that fails before its first test, and a run that fails after its last, have no failed test.
  const failedHere = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 || code !== 0 ? 1 : 0);
  failed += failedHere;
  if (failedHere > 0) failures.push(...failuresIn(folder, report));
}

/** Runs suites two at a time. Most run their files one by one, because their tests share a database, and leave a core idle. */
async function besideEachOther(folders: string[]): Promise<void> {
  const waiting = folders.values();
  const lane = async () => {
    for (const folder of waiting) await suite(folder, false);
  };
  await Promise.all([lane(), lane()]);
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
const possible = suites.filter((folder) => built || !NEED_BUILD.includes(folder));
await besideEachOther(possible.filter((folder) => folder !== 'acceptance'));
if (possible.includes('acceptance')) await suite('acceptance', true);
rmSync(reports, { recursive: true });

const left = SUITES.filter((folder) => !suites.includes(folder));
if (left.length > 0) console.log(`\nNot run: ${left.join(', ')}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
