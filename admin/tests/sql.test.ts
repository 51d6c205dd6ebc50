import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { createPerson } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

/** An administrator of their own has tabs of their own. */
async function openSql(expectInConsole: string[] = []): Promise<Page> {
  const page = await openDashboard({ path: '/sql', signIn: await createPerson('ADMIN'), expectInConsole });
  await page.getByRole('textbox', { name: /^SQL/ }).waitFor();
  return page;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^SQL/ }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

it('runs the first query with one click, and keeps the digits, the text and the tab over a reload', async () => {
  const page = await openSql();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('gridcell').first().waitFor();

  await write(
    page,
    "select 9007199254740993 as big, 1.00::numeric as n;\ndo $$ begin raise notice 'hello;'; end $$;",
  );
  await page.keyboard.press('Control+Shift+Enter');
  await page.getByRole('gridcell', { name: '9007199254740993' }).waitFor();
  await page.getByRole('gridcell', { name: '1.00', exact: true }).waitFor();
  await page.getByRole('tab', { name: /Messages/ }).click();
  await page.getByText('hello;', { exact: true }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Draft saved' }).waitFor();
  await page.reload();
  await page.getByText('9007199254740993').waitFor();
});

it('draws a plan and a chart, each without a violation of accessibility', async () => {
  const page = await openSql();
  await write(
    page,
    "select 'g' || i % 5 as name, sum(i) as total from generate_series(1, 5000) i group by 1 order by 1",
  );
  await page.keyboard.press('Control+Enter');
  await page.getByRole('gridcell', { name: 'g0', exact: true }).waitFor();
  await saveScreenshot(page, 'sql');
  await expectNoAxeViolations(page);
  await page.getByText('Chart', { exact: true }).click();
  await page.getByRole('img', { name: 'total by name' }).locator('canvas').waitFor();
  expect(page.url()).toContain('look=chart');
  await expectNoAxeViolations(page);

  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByRole('menuitem', { name: /^Explain and run/ }).click();
  await page.getByText(/^Ran in/).waitFor();
  await page.getByText('Function Scan on generate_series').waitFor();
  await expectNoAxeViolations(page);
});

it('marks the place of an error, asks before a table is dropped, and cancels a query', async () => {
  const page = await openSql(['400']);
  await write(page, 'select 1;\n\nselect nope from pg_class;');
  await page.keyboard.press('Control+Enter');
  await page.getByText('SQLSTATE 42703').waitFor();
  await page.getByRole('button', { name: 'Show line 3' }).waitFor();
  expect(await page.locator('.cm-sql-error').textContent()).toBe('nope');

  await write(page, 'drop table not_there');
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Run this?' });
  expect(await dialog.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Type drop to confirm').fill('drop');
  await page.keyboard.press('Enter');
  await page.getByText('table "not_there" does not exist').waitFor();

  await write(page, 'select pg_sleep(25)');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await page.getByText(/^Cancelled\./).waitFor();
  await expect.poll(() => sleeping(page)).toBe('0');
});

/** How many sessions of the database still sleep. */
async function sleeping(page: Page): Promise<string | null> {
  await write(
    page,
    "select count(*) as n from pg_stat_activity where state = 'active' and query = 'select pg_sleep(' || '25)'",
  );
  await page.keyboard.press('Control+Enter');
  return page.getByRole('gridcell').first().textContent();
}

it('searches the text, closes a tab with undo, and opens a run of the history again', async () => {
  const page = await openSql();
  await write(page, 'select 42 as answer');
  // Loaded by its first use.
  await page.keyboard.press('Control+f');
  await page.locator('.cm-search').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('gridcell', { name: '42' }).waitFor();
  await page.getByRole('tab', { name: 'Query 1' }).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('select 42').waitFor();

  await page.getByRole('button', { name: 'History' }).click();
  const panel = page.getByRole('dialog', { name: 'History and snippets' });
  await panel.getByText('select 42').waitFor();
  await expectNoAxeViolations(page);
  await panel.getByRole('button', { name: 'Run again' }).first().click();
  await page.getByRole('gridcell', { name: '42' }).waitFor();
});
