import type { Page } from 'playwright-core';
import { expect, inject, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, firstAdministrator, unique } from './testing/people.ts';
import { runProgram } from './testing/run-program.ts';
import { saveScreenshot } from './testing/screenshot.ts';

const LANGUAGES = ['TypeScript', 'fetch', 'Python', 'curl'];

async function createBooks(): Promise<{ id: string; name: string }> {
  const table = await adminApi().send('POST', '/tables', {
    name: unique('books_'),
    table_schema: { title: { type: 'text', nullable: false }, price: { type: 'numeric(10,2)' } },
  });
  return { id: String(table.id), name: String(table.name) };
}

/** What the snippet's copy button copies, with the password filled in as a person would. */
async function copySnippet(page: Page, language: string): Promise<string> {
  await page.getByRole('button', { name: language, exact: true }).click();
  await page.getByRole('region', { name: `Snippet: ${language}` }).waitFor();
  expect(await page.locator('main').textContent()).not.toContain(inject('system').apiKey);
  await page.getByRole('button', { name: `Copy: Snippet: ${language}` }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  return code.replace('your password', firstAdministrator().password);
}

it('a copied snippet runs as a new program, in each language, with the own table in it', async () => {
  const { id, name } = await createBooks();
  const page = await openDashboard({ path: `/api-reference?table=${name}` });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('heading', { name: 'Your tables' }).waitFor();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'api');
  await page.getByRole('button', { name: 'Insert', exact: true }).click();
  const inserting = [];
  for (const language of LANGUAGES) inserting.push(runProgram(language, await copySnippet(page, language)));
  const inserted = (await Promise.all(inserting)).filter(Boolean);
  expect(await adminApi().send('GET', `/tables/${id}/data`)).toMatchObject({ total: inserted.length });

  await page.goto(`/api-reference?operation=countTables&table=${name}`);
  const counting = [];
  for (const language of ['TypeScript', 'curl'])
    counting.push(runProgram(language, await copySnippet(page, language)));
  for (const printed of (await Promise.all(counting)).filter(Boolean)) expect(printed).toMatch(/count.*\d/);
});

it('a request is filled in from the table, sent, and shown with its status, time and id', async () => {
  const { id, name } = await createBooks();
  const page = await openDashboard({ path: `/api-reference?table=${name}`, expectInConsole: ['422'] });
  await page.getByLabel('Search operations').fill('insert row');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Insert a row, or up to 10,000 at once' }).waitFor();
  await page.getByRole('tab', { name: 'Try it' }).click();
  const editor = page.getByLabel(/^Body, as JSON/);
  await editor.getByText('"title"').waitFor();
  await editor.press('Control+Enter');
  await page.getByText('201', { exact: false }).last().waitFor();
  await page.getByRole('region', { name: 'Body of the answer' }).getByText('"title": "text"').waitFor();
  expect(await adminApi().send('GET', `/tables/${id}/data`)).toMatchObject({ total: 1 });
  await expectNoAxeViolations(page);
  await editor.press('Control+A');
  await page.keyboard.type('{"nothing": 1');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^422/).last().waitFor();
  const link = page.getByTitle('Show this request in the logs');
  expect(await link.getAttribute('href')).toMatch(/^\/logs\?request=[\w-]+$/);
});

it('a request that deletes asks first, and one that leads elsewhere is not sent', async () => {
  const { id, name } = await createBooks();
  const row = await adminApi().send('POST', `/tables/${id}/data`, { title: 'Dune' });
  const page = await openDashboard({ path: `/api-reference?operation=deleteRow&table=${name}&part=try` });
  const field = page.getByLabel('row_id (required)');
  await expect.poll(() => field.inputValue()).toBe(row.id);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Delete a row/ });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await field.fill('..');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await page.getByText('The request got no answer.').waitFor();
  await field.fill(String(row.id));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await page.getByText('200 OK').waitFor();
  expect(await adminApi().send('GET', `/tables/${id}/data`)).toMatchObject({ total: 0 });
});
