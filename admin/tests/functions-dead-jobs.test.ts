import { expect, it, onTestFinished } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';

/** It writes into the table that starts it, so it goes no further after some turns. */
const LOOP = (table: { id: string; name: string }) => `
  export const triggers = [{ type: 'database', table: '${table.name}', operations: ['INSERT'] }];
  export default async (request, { env }) => {
    const { cursor } = await request.json();
    const headers = { 'content-type': 'application/json' };
    const answer = await env.SELFDB.fetch('/tables/${table.id}/data', { method: 'POST', headers, body: '{}' });
    return { cursor, status: answer.status };
  };`;

it('shows dead jobs, runs one again, and replays changes from a cursor', async () => {
  const api = adminApi();
  const table_schema = { title: { type: 'text' } };
  const created = await api.send('POST', '/tables', { name: unique('loop_'), table_schema });
  const table = { id: String(created.id), name: String(created.name) };
  const name = unique('fn');
  const { id } = await api.send('POST', '/functions', { name, code: LOOP(table) });
  onTestFinished(async () => {
    await api.send('DELETE', `/functions/${id}`);
  });
  const page = await openDashboard({ path: `/functions/${id}/dead-jobs`, expectInConsole: ['422'] });
  await page.getByText('No dead jobs').waitFor();
  await expectNoAxeViolations(page);
  await api.send('POST', `/tables/${table.id}/data`, { title: 'first' });

  const job = page.getByRole('table', { name: 'Dead jobs' }).getByRole('button').first();
  await job.click();
  const panel = page.getByRole('dialog', { name: 'Dead job' });
  await panel.getByText('8 times').first().waitFor();
  await panel.getByText(table.name).first().waitFor();
  await expectNoAxeViolations(page);
  await panel.getByRole('button', { name: 'Run again' }).click();
  await page.getByText('The job runs again.').waitFor();

  await page.getByRole('tab', { name: 'Triggers' }).click();
  await page.getByRole('button', { name: 'Replay changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay changes' });
  await dialog.getByLabel('Cursor').fill('yesterday');
  await dialog.getByRole('button', { name: 'Replay changes' }).click();
  await dialog.getByText('Nothing was replayed.').waitFor();
  await expectNoAxeViolations(page);
  const done = await api.send('GET', `/functions/${id}/executions?trigger_type=database&status=completed`);
  const [{ result }] = Object.values(done) as [{ result: { cursor: string } }];
  await dialog.getByLabel('Cursor').fill(result.cursor);
  await dialog.getByRole('button', { name: 'Replay changes' }).click();
  await page.getByText('The changes are queued again.').waitFor();

  await page.keyboard.press('Control+k');
  await page.locator('[role=combobox]:focus').waitFor();
  await page.keyboard.insertText(name);
  await page.getByRole('option', { name, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/functions/${id}`);
  expect(await page.getByRole('heading', { name }).count()).toBe(1);
});
