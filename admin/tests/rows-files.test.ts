import { text as readText } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDashboard } from './testing/dashboard.ts';
import { createRowsTable } from './testing/rows-table.ts';

const dialog = (page: Page) => page.getByRole('dialog');

it('imports a CSV file without its bad lines and exports the rows with all digits', async () => {
  const { name, sql } = await createRowsTable(1);
  const page = await openDashboard({ path: `/tables/${name}`, expectInConsole: ['409'] });
  // A headless browser has nobody to choose a file to write to.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const lines = Array.from({ length: 2500 }, (_, i) => `Line ${i},${9007199254750000n + BigInt(i)}`);
  lines[10] = 'Bad,x';
  lines[1500] = 'Twice,9007199254740993';
  await page.getByRole('button', { name: 'Import' }).click();
  await dialog(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'rows.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`Title,BIG\n${lines.join('\n')}\n`),
    });
  await page.getByLabel('Column for BIG').waitFor();
  await dialog(page).getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('2,498 rows added, 2 lines left out').waitFor();
  expect(await dialog(page).getByRole('row').allInnerTexts()).toEqual([
    expect.stringContaining('Line'),
    expect.stringMatching(/^12\b.*Write a whole number/),
    expect.stringMatching(/^1,502\b.*already exists/),
  ]);
  expect(await sql(`select count(*), max(big)::text from ${name}`)).toEqual([[2499, '9007199254752499']]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog(page).getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const text = await readText(await download.createReadStream());
  expect(text.trimEnd().split('\r\n')).toHaveLength(2500);
  expect(text).toContain('9007199254752499');
});
