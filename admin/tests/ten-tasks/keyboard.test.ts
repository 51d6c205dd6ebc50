import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { adminApi, createPerson, type Person, unique } from '../testing/people.ts';
import { createRowsTable, type RowsTable } from '../testing/rows-table.ts';
import { measureTasks } from './measure.ts';
import { QUERY, TASKS, typeColumns } from './tasks.ts';

const newcomer: Partial<Person> = {};
let rows: RowsTable;
let authors: string;

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
]);

/** Through the palette, which finds tables by name. */
async function openTable(page: Page, name: string): Promise<void> {
  await press(page, 'Control+k');
  await focused(page, '[role=combobox]');
  await page.keyboard.type(name);
  await page.getByRole('option', { name }).first().waitFor();
  await press(page, 'Enter');
  await page.getByRole('grid').waitFor();
}
