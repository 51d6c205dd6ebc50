import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';

/** The ten tasks, as docs/dashboard.md names them. */
export const TASKS = {
  signIn: 'Sign in and change the password',
  table: 'Create a table with five columns and a reference',
  import: 'Import a CSV file of 10,000 rows with two bad lines',
  change: 'Find one row and change it',
  query: 'Run a query, draw its chart, save it',
  colleague: 'Give a colleague access',
  share: 'Upload a folder and share one file for an hour',
  watch: 'Watch a table while another program writes',
  failure: 'Find out why a request failed, from its request ID',
  snippet: 'Copy a working snippet into a new program',
} as const;

export const QUERY =
  "select 'g' || i % 5 as name, sum(i) as total from generate_series(1, 5000) i group by 1 order by 1";

/** As the third task says: the first bad line has a text for a number, the second a number that is taken. */
export function fileWithTwoBadLines(): Buffer {
  const lines = Array.from({ length: 10_000 }, (_, i) => `Line ${i},${9007199254750000n + BigInt(i)}`);
  lines[10] = 'Bad,x';
  lines[1500] = 'Twice,9007199254740993';
  return Buffer.from(`Title,BIG\n${lines.join('\n')}\n`);
}

/** Types five columns from the name of the first one on: a space leads to the type, Enter to the next column. */
export async function typeColumns(page: Page, refersTo: string): Promise<void> {
  for (const column of [
    'title text',
    'year integer',
    'price numeric(10,2)',
    'published date',
    `author ${refersTo}`,
  ]) {
    await page.keyboard.type(column);
    if (!column.endsWith(refersTo)) await page.keyboard.press('Enter');
  }
  await page.getByRole('option', { name: `references ${refersTo}` }).waitFor();
  await page.keyboard.press('Enter');
}

/** A folder `trip` with two files. */
export async function createFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'selfdb-task-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'trip'));
  await writeFile(join(root, 'trip', 'plan.txt'), 'the plan');
  await writeFile(join(root, 'trip', 'list.txt'), 'the list');
  return join(root, 'trip');
}

/** Sends a request that fails, by this id. */
export async function requestThatFails(id: string): Promise<void> {
  const { baseUrl, apiKey } = inject('system');
  await fetch(`${baseUrl}/tables/nowhere`, { headers: { 'X-API-Key': apiKey, 'X-Request-Id': id } });
}
