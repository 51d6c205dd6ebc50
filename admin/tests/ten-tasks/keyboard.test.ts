import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { adminApi, createPerson, firstAdministrator, type Person, unique } from '../testing/people.ts';
import { createRowsTable, type RowsTable } from '../testing/rows-table.ts';
import { runProgram } from '../testing/run-program.ts';
import { measureTasks } from './measure.ts';
import { createFolder, fileWithTwoBadLines, QUERY, requestThatFails, TASKS, typeColumns } from './tasks.ts';

const newcomer: Partial<Person> = {};
let rows: RowsTable;
let authors: string;
let bucket: string;
let failed: string;

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const focused = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor();

measureTasks('keyboard', [
  {
    name: TASKS.signIn,
    options: { signIn: null, expectInConsole: ['403'] },
    prepare: async () => {
      Object.assign(newcomer, await createPerson('ADMIN', 'password'));
    },
    perform: async (page) => {
      const password = unique('a new one ');
      await focused(page, '[name=email]');
      await page.keyboard.type(String(newcomer.email));
      await press(page, 'Tab');
      await page.keyboard.type('password');
      await press(page, 'Enter');
      await focused(page, '[name=new-password]');
      await page.keyboard.type(password);
      await press(page, 'Tab');
      await page.keyboard.type(password);
      await press(page, 'Enter');
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
      await press(page, 'g', 't');
      await page.getByRole('table', { name: 'Tables' }).waitFor();
      await press(page, 'n');
      await focused(page, '[role=dialog] input');
      const name = unique('books_');
      await page.keyboard.type(name);
      await press(page, 'Enter');
      await typeColumns(page, authors);
      await press(page, 'Control+Enter');
      await page.waitForURL(`**/tables/${name}`);
      await page.getByRole('heading', { name }).waitFor();
    },
  },
  {
    name: TASKS.change,
    prepare: async () => {
      rows = await createRowsTable(2000);
    },
    perform: async (page) => {
      await openTable(page, rows.name);
      await press(page, '/');
      await focused(page, 'input[type=search]');
      await page.keyboard.type('Row 1234');
      await page.getByText('1 row', { exact: true }).waitFor();
      await press(page, 'Enter');
      await focused(page, '[role=grid]');
      await press(page, 'ArrowRight', 'Enter', 'Control+A');
      await page.keyboard.type('Row 1234, mended');
      await press(page, 'Enter');
      await page.getByText('Saved title').waitFor();
      expect(await rows.sql(`select title from ${rows.name} where id = 1234`)).toEqual([
        ['Row 1234, mended'],
      ]);
    },
  },
  {
    name: TASKS.query,
    perform: async (page) => {
      await press(page, 'g', 'q');
      await page.getByRole('textbox', { name: /^SQL/ }).and(page.locator(':focus')).waitFor();
      await press(page, 'Control+A');
      await page.keyboard.insertText(QUERY);
      await press(page, 'Control+Enter');
      await page.getByRole('gridcell', { name: 'g0', exact: true }).waitFor();
      await press(page, 'Control+j');
      await page.getByRole('img', { name: 'total by name' }).locator('canvas').waitFor();
      await press(page, 'Control+s');
      await focused(page, '[role=dialog] input');
      await page.keyboard.type(unique('totals '));
      await press(page, 'Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  },
  {
    name: TASKS.colleague,
    perform: async (page) => {
      await press(page, 'g', 'u');
      await page.getByRole('table', { name: 'Users' }).waitFor();
      await press(page, 'n');
      await focused(page, '[name=email]');
      await page.keyboard.type(`${unique('grace')}@example.com`);
      await press(page, 'Tab');
      await page.keyboard.type('Grace');
      await press(page, 'Tab');
      await page.keyboard.type('Hopper');
      await press(page, 'Tab', 'ArrowRight', 'Space', 'Tab', 'Enter');
      await page.getByText('Grace can sign in now.').waitFor();
      await press(page, 'Tab', 'Enter');
      await page.getByText('Copied').waitFor();
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
      await press(page, 'i');
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('button', { name: /Choose/ })
        .and(page.locator(':focus'))
        .waitFor();
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Enter')]);
      await chooser.setFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: fileWithTwoBadLines() });
      await page.getByLabel('Column for BIG').waitFor();
      await tabTo(page, 'Import');
      await press(page, 'Enter');
      await page.getByText('9,998 rows added, 2 lines left out').waitFor();
    },
  },
  {
    name: TASKS.share,
    prepare: async () => {
      bucket = unique('bucket-');
      await adminApi().send('POST', '/storage/buckets', { name: bucket });
    },
    perform: async (page) => {
      await press(page, 'g', 'f');
      await page.getByRole('link', { name: bucket }).waitFor();
      await choose(page, bucket);
      await page.getByText('This bucket is empty').waitFor();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        choose(page, 'Upload a folder'),
      ]);
      await chooser.setFiles(await createFolder());
      // Not the line of the upload, which is there before.
      await page.getByRole('gridcell', { name: 'trip' }).first().waitFor();
      await press(page, 'ArrowDown');
      await focused(page, '[role=grid]');
      await press(page, 'ArrowDown', 'Enter');
      await page.getByRole('gridcell', { name: 'plan.txt' }).first().waitFor();
      await focused(page, '[role=grid]');
      await press(page, 'End', 'Enter');
      const panel = page.getByRole('dialog', { name: 'plan.txt' });
      await panel.getByRole('button', { name: 'Create link' }).waitFor();
      await tabTo(page, 'Create link');
      await press(page, 'Enter');
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
      await openTable(page, rows.name);
      await choose(page, `Watch ${rows.name}`);
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
      await choose(page, failed);
      await page.getByRole('region', { name: 'The request' }).getByText('422 validation_error').waitFor();
    },
  },
  {
    name: TASKS.snippet,
    prepare: async () => {
      rows = await createRowsTable(3);
    },
    perform: async (page) => {
      await openTable(page, rows.name);
      await choose(page, `API snippets of ${rows.name}`);
      await page.getByRole('region', { name: /^Snippet/ }).waitFor();
      await tabTo(page, 'Copy: Snippet: TypeScript');
      await press(page, 'Enter');
      await page.getByRole('button', { name: 'Copied' }).first().waitFor();
      const code = await page.evaluate(() => navigator.clipboard.readText());
      const program = code.replace('your password', firstAdministrator().password);
      expect(await runProgram('TypeScript', program)).toContain('Row 3');
    },
  },
]);

/** Presses Tab until the button of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).and(page.locator(':focus'));
  for (let pressed = 0; (await button.count()) === 0; pressed += 1) {
    if (pressed === 20) throw new Error(`Tab does not lead to ${name}`);
    await press(page, 'Tab');
  }
}

/** Through the palette. */
async function choose(page: Page, name: string): Promise<void> {
  await press(page, 'Control+k');
  await focused(page, '[role=combobox]');
  await page.keyboard.insertText(name);
  await page.getByRole('option', { name, selected: true }).waitFor();
  await press(page, 'Enter');
}

async function openTable(page: Page, name: string): Promise<void> {
  await choose(page, name);
  await page.getByRole('grid').waitFor();
}
