import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';

it('creates a webhook that sends changes of a table, with its secret shown once, and changes it', async () => {
  const table = await adminApi().send('POST', '/tables', {
    name: unique('orders_'),
    table_schema: { title: { type: 'text' } },
  });
  const name = unique('shop');
  const page = await openDashboard({ path: '/webhooks' });
  await page.getByRole('main').getByRole('button', { name: 'Create webhook' }).first().click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('button', { name: 'Send changes of a table' }).click();
  await panel.getByRole('button', { name: 'Create webhook' }).click();
  await panel.getByText('Choose the table whose changes are sent.').waitFor();
  await panel.getByText('An address that begins with https:// or http://.').waitFor();
  await panel.getByLabel('Name').fill(name);
  await panel.getByLabel('Table').fill(String(table.name));
  await page.keyboard.press('Escape');
  await panel.getByLabel('Send to').fill('https://receiver.invalid/hook');
  await panel.getByText('Deletions', { exact: true }).click();
  await expectNoAxeViolations(page);
  await panel.getByRole('button', { name: 'Create webhook' }).click();
  await panel.getByText(`Changes of ${table.name} are sent from now on.`).waitFor();
  const secret = String(await panel.getByText(/^whsec_[\w+/]{43}=$/).textContent());
  await expectNoAxeViolations(page);
  await panel.getByRole('button', { name: 'Show webhook' }).click();
  await page.getByText('INSERT, UPDATE', { exact: true }).waitFor();
  await page.getByText('No deliveries yet').waitFor();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByText('It has failed with any answer but 2xx').waitFor();
  await page.getByLabel('Send to').fill('https://other.invalid/hook');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('No changes are sent now.').waitFor();
  await expectNoAxeViolations(page);
  await page.goto('/webhooks');
  const listed = page.getByRole('row', { name });
  await listed.getByText('paused').waitFor();
  await listed.getByText('to other.invalid').waitFor();
  await listed.getByRole('link', { name: String(table.name) }).waitFor();
});
