import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

it('makes a table by keyboard, shows its SQL first, and opens its rows', async () => {
  const authors = unique('authors_');
  await adminApi().send('POST', '/tables', { name: authors, table_schema: { name: { type: 'text' } } });
  const page = await openDashboard({ path: '/tables' });
  await page.getByRole('table', { name: 'Tables' }).waitFor();
  await expectNoAxeViolations(page);
  await page.keyboard.press('n');
  const panel = page.getByRole('dialog', { name: 'Create table' });
  await panel.getByRole('button', { name: 'Create table' }).click();
  await panel.getByText('The name is missing.').waitFor();
  const name = unique('books_');
  await page.keyboard.type(name);
  await panel.getByLabel('Name of column 1').focus();
  await page.keyboard.type('price');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('prices');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('much');
  await panel.getByText('Write a number.').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await page.keyboard.type('author');
  await page.keyboard.press('Alt+ArrowUp');
  expect(await panel.getByLabel('Name of column 1').inputValue()).toBe('author');
  await panel.getByRole('button', { name: 'Refers to another table: column author' }).click();
  await panel.getByLabel('Refers to table').fill(authors);
  await panel.getByText(/"author" uuid references public/).waitFor();
  await panel.getByText(/"price" numeric\(10,2\) default '0'/).waitFor();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'new-table');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(`**/tables/${name}`);
  await page.getByRole('tab', { name: /^Schema/ }).click();
  await page.getByRole('link', { name: `${authors}.id` }).click();
  await page.waitForURL(`**/tables/${authors}/schema`);
});

it('refuses a type that would lose data, and removes a column after its name is typed', async () => {
  const { id, name } = await adminApi().send('POST', '/tables', {
    name: unique('notes_'),
    table_schema: { body: { type: 'text' } },
  });
  await adminApi().send('POST', `/tables/${id}/data`, { body: 'not a number' });
  const page = await openDashboard({ path: `/tables/${name}/schema?column=body`, expectInConsole: ['409'] });
  const panel = page.getByRole('dialog', { name: 'Edit body' });
  await panel.getByLabel('Type', { exact: true }).fill('integer');
  await panel.getByText('The server would refuse this').waitFor();
  await panel.getByRole('button', { name: 'Change column' }).click();
  await panel.getByText('The column was not changed.').waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Actions for the column body' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete the column body?' });
  await dialog.getByText(/drop column "body"/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete column' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Type body to confirm').fill('body');
  await dialog.getByRole('button', { name: 'Delete column' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => adminApi().send('GET', `/tables/${id}`)).not.toHaveProperty('table_schema.body');
});

it('adds an index and a reference, opens access and undoes it, and deletes the table', async () => {
  const authors = unique('authors_');
  await adminApi().send('POST', '/tables', { name: authors, table_schema: {} });
  const { id, name } = await adminApi().send('POST', '/tables', {
    name: unique('books_'),
    table_schema: { author: { type: 'uuid' } },
  });
  const page = await openDashboard({ path: `/tables/${name}/indexes?add=index` });
  const index = page.getByRole('dialog', { name: /^Create index/ });
  await index.getByText('author', { exact: true }).click();
  await index.getByText(/create index .*author/i).waitFor();
  await index.getByRole('button', { name: 'Create index' }).click();
  await page
    .getByRole('row')
    .filter({ hasText: `${name}_author_idx` })
    .waitFor();

  await page.getByRole('tab', { name: 'References' }).click();
  await page.getByRole('button', { name: 'Add reference' }).click();
  const reference = page.getByRole('dialog', { name: /^Add a reference/ });
  await reference.getByLabel('Refers to table').fill(authors);
  await reference.getByRole('button', { name: 'Add reference' }).click();
  await page.getByRole('link', { name: `${authors}.id` }).waitFor();

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByText('Public', { exact: true }).click();
  const widening = page.getByRole('dialog', { name: /public\?$/ });
  await widening.getByText(/^Anyone with the API key/).waitFor();
  expect(await adminApi().send('GET', `/tables/${id}`)).toMatchObject({ access: 'owner' });
  await widening.getByRole('button', { name: 'Make public' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone.').waitFor();
  expect(await adminApi().send('GET', `/tables/${id}`)).toMatchObject({ access: 'owner' });
  await expectNoAxeViolations(page);

  await page.getByRole('button', { name: 'Delete table' }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(String(name));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tables');
  await expect(adminApi().send('GET', `/tables/${id}`)).rejects.toThrow('404');
});
