import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { adminApi, createPerson, firstAdministrator, type Person, unique } from '../testing/people.ts';
import { createRowsTable, type RowsTable } from '../testing/rows-table.ts';
import { runProgram } from '../testing/run-program.ts';
import { measureTasks } from './measure.ts';
import { createFolder, fileWithTwoBadLines, QUERY, requestThatFails, TASKS, typeColumns } from './tasks.ts';

/** Clicks into a field and types. */
async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.keyboard.type(text);
}

const newcomer: Partial<Person> = {};
let rows: RowsTable;
let authors: string;
let bucket: string;
let failed: string;

measureTasks('mouse', [
  {
    name: TASKS.signIn,
    options: { signIn: null, expectInConsole: ['403'] },
    prepare: async () => {
      Object.assign(newcomer, await createPerson('ADMIN', 'password'));
    },
    perform: async (page) => {
      const password = unique('a new one ');
      await page.locator('[name=email]:focus').waitFor();
      await page.keyboard.type(String(newcomer.email));
      await write(page, 'Password', 'password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.locator('[name=new-password]:focus').waitFor();
      await page.keyboard.type(password);
      await write(page, 'Repeat the new password', password);
      await page.getByRole('button', { name: 'Change and sign in' }).click();
      await page.getByRole('heading', { name: 'Home' }).waitFor();
    },
  },
  {
    name: TASKS.table,
    prepare: async () => {
      authors = unique('authors_');
      await adminApi().send('POST', '/tables', { name: authors, table_schema: { name: { type: 'text' } } });
    },
    perform: async (page) => {
      await page.getByRole('link', { name: 'Tables' }).first().click();
      await page.getByRole('button', { name: 'Create table' }).first().click();
      const panel = page.getByRole('dialog', { name: 'Create table' });
      const name = unique('books_');
      await panel.locator('input:focus').waitFor();
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await typeColumns(page, authors);
      await panel.getByRole('button', { name: 'Create table' }).click();
      await page.waitForURL(`**/tables/${name}`);
      await page.getByRole('heading', { name }).waitFor();
      const created = await adminApi().send('GET', `/tables?search=${name}`);
      expect(JSON.stringify(created)).toMatch(/"numeric\(10,2\)".*"references"/);
    },
  },
  {
    name: TASKS.import,
    options: { expectInConsole: ['409'] },
    prepare: async () => {
      rows = await createRowsTable(1);
    },
    perform: async (page) => {
      await openTable(page, rows.name);
      await page.getByRole('button', { name: 'Import' }).click();
      const dialog = page.getByRole('dialog');
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        dialog.getByRole('button', { name: /Choose/ }).click(),
      ]);
      await chooser.setFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: fileWithTwoBadLines() });
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText('9,998 rows added, 2 lines left out').waitFor();
    },
  },
  {
    name: TASKS.change,
    prepare: async () => {
      rows = await createRowsTable(2000);
    },
    perform: async (page) => {
      await openTable(page, rows.name);
      await page.getByLabel('Search the rows').click();
      await page.keyboard.type('Row 1234');
      await page.getByText('1 row', { exact: true }).waitFor();
      await page.getByRole('gridcell', { name: 'Row 1234' }).dblclick();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Row 1234, mended');
      await page.keyboard.press('Enter');
      await page.getByText('Saved title').waitFor();
      expect(await rows.sql(`select title from ${rows.name} where id = 1234`)).toEqual([
        ['Row 1234, mended'],
      ]);
    },
  },
  {
    name: TASKS.query,
    perform: async (page) => {
      await page.getByRole('link', { name: 'SQL' }).first().click();
      await page.getByRole('textbox', { name: /^SQL/ }).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(QUERY);
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('gridcell', { name: 'g0', exact: true }).waitFor();
      await page.getByText('Chart', { exact: true }).click();
      await page.getByRole('img', { name: 'total by name' }).locator('canvas').waitFor();
      await page.getByRole('button', { name: 'Save snippet' }).click();
      await page.locator('[role=dialog] input:focus').waitFor();
      await page.keyboard.type(unique('totals '));
      await page.getByRole('dialog').getByRole('button', { name: 'Save snippet' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  },
  {
    name: TASKS.colleague,
    perform: async (page) => {
      await page.getByRole('link', { name: 'Users' }).first().click();
      await page.getByRole('button', { name: 'Create user' }).first().click();
      const panel = page.getByRole('dialog', { name: 'Create user' });
      await panel.locator('[name=email]:focus').waitFor();
      await page.keyboard.type(`${unique('grace')}@example.com`);
      await panel.getByLabel('First name').click();
      await page.keyboard.type('Grace');
      await panel.getByLabel('Last name').click();
      await page.keyboard.type('Hopper');
      await panel.getByRole('button', { name: 'Administrator' }).click();
      await panel.getByRole('button', { name: 'Create user' }).click();
      await page.getByText('Grace can sign in now.').waitFor();
      await page.getByRole('button', { name: 'Copy the sign-in details' }).click();
      await page.getByText('Copied').waitFor();
    },
  },
  {
    name: TASKS.share,
    prepare: async () => {
      bucket = unique('bucket-');
      await adminApi().send('POST', '/storage/buckets', { name: bucket });
    },
    perform: async (page) => {
      await page.getByRole('link', { name: 'Storage' }).first().click();
      await page.getByRole('link', { name: bucket }).click();
      await page.getByRole('button', { name: 'Upload' }).first().click();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('menuitem', { name: /^Folder/ }).click(),
      ]);
      await chooser.setFiles(await createFolder());
      await page.getByRole('gridcell', { name: 'trip' }).first().dblclick();
      await page.getByRole('gridcell', { name: 'plan.txt' }).first().dblclick();
      const panel = page.getByRole('dialog', { name: 'plan.txt' });
      await panel.getByRole('button', { name: 'Create link' }).click();
      await panel.getByText(/^It works until/).waitFor();
      const url = await page.evaluate(() => navigator.clipboard.readText());
      expect(await (await fetch(url)).text()).toBe('the plan');
    },
  },
  {
    name: TASKS.watch,
    prepare: async () => {
      rows = await createRowsTable(1, true);
    },
    perform: async (page) => {
      await page.getByRole('link', { name: 'Tables' }).first().click();
      await page.getByRole('link', { name: rows.name, exact: true }).click();
      await page.getByRole('link', { name: 'Watch' }).click();
      await page.getByText('joined').first().waitFor();
      await adminApi().send('POST', `/tables/${rows.id}/data`, { title: 'From another program' });
      await page.getByRole('option').filter({ hasText: 'From another program' }).waitFor();
    },
  },
  {
    name: TASKS.failure,
    prepare: async () => {
      failed = crypto.randomUUID();
      await requestThatFails(failed);
    },
    perform: async (page) => {
      await page.getByRole('link', { name: 'Logs' }).click();
      await page.getByLabel('Search the logs').click();
      await page.keyboard.insertText(failed);
      await page.getByRole('region', { name: 'The request' }).getByText('422 validation_error').waitFor();
    },
  },
  {
    name: TASKS.snippet,
    prepare: async () => {
      rows = await createRowsTable(3);
    },
    perform: async (page) => {
      await page.getByRole('link', { name: 'Tables' }).first().click();
      await page.getByRole('link', { name: rows.name, exact: true }).click();
      await page.getByRole('button', { name: 'API', exact: true }).click();
      await page
        .getByRole('button', { name: /^Copy: Snippet/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Copied' }).first().waitFor();
      const code = await page.evaluate(() => navigator.clipboard.readText());
      const program = code.replace('your password', firstAdministrator().password);
      expect(await runProgram('TypeScript', program)).toContain('Row 3');
    },
  },
]);

async function openTable(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Tables' }).first().click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('grid').waitFor();
}
