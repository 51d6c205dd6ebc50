import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, createPerson, firstAdministrator, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

const column = { table_schema: { title: { type: 'text' } } };

it('shows what others do as it happens, and all about it in a panel', async () => {
  const page = await openDashboard({ path: '/activity' });
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  const name = unique('books_');
  await adminApi().send('POST', '/tables', { name, ...column });
  const line = page.getByRole('link', { name: `created the table ${name} with 4 columns` });
  await line.waitFor();
  await saveScreenshot(page, 'activity');
  await expectNoAxeViolations(page);

  await line.click();
  const panel = page.getByRole('dialog', { name: 'Table created' });
  await panel.getByText('Request id').waitFor();
  await expectNoAxeViolations(page);
  expect(
    await panel.getByRole('link', { name: 'Show the request in the logs' }).getAttribute('href'),
  ).toMatch(/^\/logs\?search=[\w-]{36}$/);
  // A link to the entry opens it without the list.
  const { href } = new URL(page.url());
  await page.goto(`${href}&kind=files`);
  await page.getByRole('dialog', { name: 'Table created' }).getByText(`created the table ${name}`).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(page.url()).not.toContain('entry=');
});

it('folds changes of rows, and holds new lines back while paused', async () => {
  const name = unique('orders_');
  const { id } = await adminApi().send('POST', '/tables', { name, realtime_enabled: true, ...column });
  const page = await openDashboard({ path: `/activity?kind=changes&search=${name}` });
  await page.getByText('No row has changed since you opened this page').waitFor();
  const insert = () => adminApi().send('POST', `/tables/${id}/data`, { title: 'one' });
  const rows = (text: string) => page.getByRole('link', { name: text });
  // The channel joins soon after the page shows; until then, nobody tells of a change.
  await expect.poll(() => insert().then(() => rows(`in ${name}`).count())).toBe(1);
  await Promise.all([insert(), insert()]);
  await rows(`rows were added in ${name}`).waitFor();

  await page.getByRole('button', { name: 'Pause' }).click();
  const before = await rows(`in ${name}`).textContent();
  await insert();
  await adminApi().send('DELETE', `/tables/${id}`);
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  expect(await rows(`in ${name}`).textContent()).toBe(before);
});

it('finds by person, kind and text, and says when there is nothing', async () => {
  const ada = await createPerson();
  const { email } = firstAdministrator();
  const page = await openDashboard({ path: `/users?user=${ada.id}` });
  await page.getByRole('link', { name: 'Activity of this user' }).click();
  await page.getByText('Nothing matches these filters.').waitFor();
  await page.getByRole('button', { name: `Show everyone, not only ${ada.email}` }).click();
  await page.getByLabel('Search by name, e-mail, address or request ID').fill(ada.email);
  await page.getByRole('link', { name: `${email} created the user ${ada.email}` }).waitFor();
  // The text is in the URL once the typing has paused.
  await page.waitForURL('**search=**');
  await page.getByRole('button', { name: 'All kinds' }).click();
  await page.getByRole('option', { name: 'SQL' }).click();
  await page.getByText('Nothing matches these filters.').waitFor();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ search: ada.email, kind: 'sql' });

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Show all activity' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'As CSV' }).click();
  expect((await download).suggestedFilename()).toBe('activity.csv');
});
