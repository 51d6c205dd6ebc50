import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { openDashboard } from '../testing/dashboard.ts';
import { countEffort, type Effort } from './effort.ts';

interface Task {
  /** As its line in the table of docs/dashboard.md begins. */
  name: string;
  options?: Parameters<typeof openDashboard>[0];
  /** Everything that is there before the task begins. */
  prepare?: () => Promise<void>;
  perform: (page: Page) => Promise<void>;
}

const PAGE = resolve(import.meta.dirname, '../../../docs/dashboard.md');

/** Defines tests that do each task and compare the clicks and keys with the column of the table in docs/dashboard.md. */
export function measureTasks(column: 'mouse' | 'keyboard', tasks: Task[]): void {
  const efforts = new Map<string, Effort>();
  for (const { name, options, prepare, perform } of tasks) {
    it(`${name}, by ${column}`, async () => {
      await prepare?.();
      const page = await openDashboard(options);
      if (options?.signIn !== null) await page.getByRole('heading', { name: 'Home' }).waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const { read } = await countEffort(page);
      await perform(page);
      const effort = read();
      efforts.set(name, effort);
      const { clicks, keys } = effort;
      expect({ clicks, keys }, `the line of docs/dashboard.md`).toEqual(documented(column, name));
    });
  }
  afterAll(() => {
    for (const [name, { clicks, keys, texts, seconds }] of efforts)
      console.log(
        `${column}: ${name}: ${clicks} clicks, ${keys} keys, ${texts} texts, ${seconds.toFixed(1)} s`,
      );
  });
}

/** What docs/dashboard.md says of a task: `| name | clicks | keys beside them | keys by keyboard alone | …`. */
function documented(
  column: 'mouse' | 'keyboard',
  name: string,
): { clicks: number; keys: number } | undefined {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  const cells = lines.find((line) => line.startsWith(`| ${name} |`))?.split('|');
  if (!cells) return undefined;
  const [clicks, keys] = column === 'mouse' ? [cells[2], cells[3]] : ['0', cells[4]];
  return { clicks: Number(clicks), keys: Number(keys) };
}
