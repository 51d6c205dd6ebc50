import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDashboard } from './testing/dashboard.ts';
import { measureMainThread } from './testing/main-thread.ts';
import { createRowsTable } from './testing/rows-table.ts';

const isAsked = process.env.FIGURES === '1';
const MINUTES = 60_000;

/** Moves the scrollbar of the grid, a step a frame. */
function drag(page: Page, from: number, to: number, steps: number): Promise<void> {
  return page.getByRole('grid').evaluate(
    async (grid, way) => {
      const most = grid.scrollHeight - grid.clientHeight;
      for (let i = 0; i <= way.steps; i++) {
        grid.scrollTop = most * (way.from + ((way.to - way.from) * i) / way.steps);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    { from, to, steps },
  );
}

// FIGURES=1 vitest run --project browser tests/rows-figures.test.ts
it.runIf(isAsked)('scrolls 1,000,000 rows and prints figures', { timeout: 5 * MINUTES }, async () => {
  const { name } = await createRowsTable(1_000_000);
  const page = await openDashboard({ path: `/tables/${name}?sort=id` });
  await page.getByText('1,000,000 rows').waitFor({ timeout: MINUTES });
  await page.getByText('Row 1', { exact: true }).waitFor({ timeout: MINUTES });
  await page.mouse.move(700, 500);
  const wheel = await measureMainThread(page, async () => {
    for (let i = 0; i < 100; i++) await page.mouse.wheel(0, 240);
  });
  const dragged = await measureMainThread(page, async () => {
    await drag(page, 0, 1, 200);
    await page.getByText('Row 1000000', { exact: true }).waitFor({ timeout: MINUTES });
  });
  const back = await measureMainThread(page, () => drag(page, 1, 0, 200));
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  console.log({ wheel, dragged, back, heapMegabytes: Math.round(usedSize / 1e6) });
  expect(usedSize).toBeLessThan(200e6);
});

it.runIf(isAsked)('imports 200,000 lines and prints the time', { timeout: 10 * MINUTES }, async () => {
  const { name, sql } = await createRowsTable(1);
  const page = await openDashboard({ path: `/tables/${name}` });
  const lines = Array.from({ length: 200_000 }, (_, i) => `Line ${i},${i},a note about ${i}`);
  await page.getByRole('button', { name: 'Import' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'rows.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`title,big,note\n${lines.join('\n')}\n`),
  });
  await page.getByLabel('Column for big').waitFor();
  const start = performance.now();
  const longest = await measureMainThread(page, async () => {
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('200,000 rows added').waitFor({ timeout: 9 * MINUTES });
  });
  console.log({ importSeconds: Math.round((performance.now() - start) / 1000), longest });
  expect(await sql(`select count(*) from ${name}`)).toEqual([[200_001]]);
});
