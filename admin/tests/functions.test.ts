import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

const CODE = `export const triggers = [{ type: 'schedule', cron: '0 3 * * *' }];
export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    console.warn('called by', searchParams.get('by'));
    if (searchParams.has('fail')) throw new Error('It was asked to fail');
    return Response.json({ one: env.ONE ?? null, body: await request.text() });
  },
};
`;

/** A function that is gone after the test. */
async function createFunction(code = CODE): Promise<{ id: string; name: string }> {
  const { id, name } = await adminApi().send('POST', '/functions', { name: unique('fn'), code });
  onTestFinished(
    () =>
      void adminApi()
        .send('DELETE', `/functions/${id}`)
        .catch(() => undefined),
  );
  return { id: String(id), name: String(name) };
}

const editor = (page: Page) => page.getByRole('textbox', { name: /^Code/ });
const tab = (page: Page, name: string) => page.getByRole('tab', { name });

async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

it('creates a function from a template, shows an error at its line, and deletes the function', async () => {
  const page = await openDashboard({ path: '/functions', expectInConsole: ['422'] });
  const name = unique('fn');
  await page.getByRole('heading', { name: 'Functions' }).waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Create function' });
  await dialog.getByLabel('Name').fill('1st');
  await dialog.getByText('Begin with a letter').waitFor();
  await dialog.getByLabel('Name').fill(name);
  await expectNoAxeViolations(page);
  await page.keyboard.press('Enter');
  await editor(page).waitFor();
  await expectNoAxeViolations(page);

  await write(page, 'export default {\n  fetch(request, env) {\n    return (;\n  },\n};\n');
  await page.keyboard.press('Control+s');
  await page
    .locator('.cm-code-error-message')
    .filter({ hasText: /^3:\d+ / })
    .waitFor();
  await page.getByText('Not saved.').waitFor();
  // What was typed is there after another page, and the version before serves.
  await tab(page, 'Settings').click();
  await page.getByLabel('Description').waitFor();
  await page.getByRole('tab', { name: 'Settings', selected: true }).waitFor();
  await tab(page, 'Code').click();
  await editor(page).getByText('return (;').waitFor();

  await write(page, 'export default () => ({ ok: true });\n');
  await page.keyboard.press('Control+s');
  await page.getByText('Version 2 serves now.').waitFor();
  expect(await page.locator('.cm-code-error-message').count()).toBe(0);

  await tab(page, 'Settings').click();
  await page.getByRole('button', { name: 'Delete function' }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete function' }).click();
  await page.getByText(`The function ${name} was deleted.`).waitFor();
  expect(new URL(page.url()).pathname).toBe('/functions');
  expect(await page.getByRole('link', { name }).count()).toBe(0);
});

it('completes what env holds, and the tables', async () => {
  const { id } = await createFunction();
  const table = unique('completed_');
  await adminApi().send('POST', '/tables', { name: table, table_schema: { title: { type: 'text' } } });
  await adminApi().send('PUT', `/functions/${id}/env`, { env_vars: { MAIL_KEY: 'x' } });
  const page = await openDashboard({ path: `/functions/${id}` });
  await write(page, 'export default { fetch(request, env, ctx) { ');
  await page.keyboard.type('env.');
  await page.getByRole('option', { name: /^MAIL_KEY/ }).waitFor();
  await page.keyboard.type('SELFDB.');
  await page.getByRole('option', { name: /^tables/ }).waitFor();
  await page.keyboard.type(`tables.insert('${table.slice(0, -2)}`);
  await page.getByRole('option', { name: new RegExp(`^${table}`) }).waitFor();
});

it('sends a test, shows its answer, execution and live log line', async () => {
  const { id } = await createFunction();
  const page = await openDashboard({ path: `/functions/${id}/test`, expectInConsole: ['404', '502'] });
  await page.getByRole('button', { name: /^Method/ }).click();
  await page.getByRole('option', { name: 'POST' }).click();
  await page.getByLabel('Path and query').fill('/x?by=a-test');
  await page.getByLabel('Body').fill('{"a":1}');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('200 OK').waitFor();
  await page.getByText(String.raw`"body": "{\"a\":1}"`).waitFor();
  await page.getByRole('region', { name: 'Logs of the execution' }).getByText('called by a-test').waitFor();
  await expectNoAxeViolations(page);
  await page.getByLabel('Path and query').fill('?fail');
  await page.keyboard.press('Enter');
  await page.getByText('502 Bad Gateway').waitFor();
  await page.getByText('Error: It was asked to fail').waitFor();

  await tab(page, 'Executions').click();
  const bars = page.getByRole('list', { name: 'Last executions' }).getByRole('button');
  await expect.poll(() => bars.count()).toBe(2);
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: /^Status/ }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await page.getByRole('table').getByText('Error: It was asked to fail').waitFor();
  await expect.poll(() => page.getByRole('table').getByRole('link').count()).toBe(1);
  await page.getByRole('table').getByRole('link').click();
  await page
    .getByRole('region', { name: 'Stack of the error' })
    .getByText(/index\.js:6:\d+/)
    .waitFor();
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');

  await tab(page, 'Logs').click();
  await page.getByText('called by a-test').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  const { name } = await adminApi().send('GET', `/functions/${id}`);
  await adminApi().send('GET', `/functions/${name}/invoke?by=someone-else`);
  await page.getByText('called by someone-else').waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: /^Level/ }).click();
  await page.getByRole('option', { name: 'error' }).click();
  await page.getByText('No line matches').waitFor();
});

it('adds, replaces and deletes a variable, and shows none of their values', async () => {
  const { id, name } = await createFunction();
  const page = await openDashboard({ path: `/functions/${id}/variables` });
  await page.getByText('No variables yet').waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('Name', { exact: true }).fill('ONE');
  await page.getByRole('textbox', { name: 'Value' }).fill('first');
  await expectNoAxeViolations(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Add variable' }).click();
  await page.getByText('ONE is set.').waitFor();
  const invoke = () => adminApi().send('POST', `/functions/${name}/invoke`);
  expect(await invoke()).toMatchObject({ one: 'first' });
  // Added elsewhere meanwhile: it stays.
  await adminApi().send('PUT', `/functions/${id}/env`, { env_vars: { ONE: '********', TWO: 'x' } });

  const menu = async (item: string) => {
    await page.getByRole('button', { name: 'Actions for ONE' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await menu('Replace value');
  await page.getByRole('textbox', { name: 'Value' }).fill('second');
  await page.getByRole('button', { name: 'Replace value' }).click();
  await page.getByRole('cell', { name: 'TWO', exact: true }).waitFor();
  expect(await invoke()).toMatchObject({ one: 'second' });
  await expectNoAxeViolations(page);
  expect(await page.getByText(/first|second/).count()).toBe(0);

  await menu('Delete');
  await page.getByRole('button', { name: 'Delete variable' }).click();
  await page.getByText('ONE was deleted.').waitFor();
  expect(await invoke()).toMatchObject({ one: null });
});

it('compares versions and goes back to one; shows triggers and changes settings', async () => {
  const { id, name } = await createFunction('export default () => "one";\n');
  await adminApi().send('PATCH', `/functions/${id}`, { code: CODE });
  const trigger = "{ type: 'database', table: 'no_such_table' }";
  const stopped = await createFunction(`export const triggers = [${trigger}]; export default () => 1;`);
  const page = await openDashboard({ path: `/functions/${stopped.id}/triggers` });
  await page.getByText('trigger stopped').waitFor();
  await page.getByText('There is no table "no_such_table"').waitFor();
  await page.goto(`/functions/${id}/triggers`);
  await page.getByText('Every day at 03:00 (UTC)').waitFor();
  await page.getByText(/next run/).waitFor();
  await expectNoAxeViolations(page);
  await tab(page, 'Versions').click();
  await page.getByRole('heading', { name: 'From version 1 to 2, the newest' }).waitFor();
  await page.locator('.cm-deletedChunk').getByText('"one"').waitFor();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'functions');
  await page.getByRole('button', { name: 'Roll back to version 1' }).click();
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await page.getByText('Version 3 serves now.').waitFor();
  await page.getByRole('link', { name: /^Version 3 serves/ }).waitFor();
  expect(await adminApi().send('GET', `/functions/${id}`)).toMatchObject({ version: 3, triggers: [] });

  await tab(page, 'Settings').click();
  await page.getByLabel('Timeout (seconds)').fill('0');
  await page.getByText('A whole number from 1 to 300.').waitFor();
  await page.getByLabel('Timeout (seconds)').fill('5');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await page.getByText('The limits are changed.').waitFor();
  await page.getByRole('switch', { name: 'Public' }).press('Space');
  await page.getByRole('button', { name: 'Make public' }).click();
  await page.getByRole('switch', { name: 'Public', checked: true }).waitFor();
  await page.getByRole('switch', { name: 'Active' }).press('Space');
  await page.getByText('The function is not active').waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByText('The function is not active').waitFor({ state: 'detached' });
  const saved = await adminApi().send('GET', `/functions/${id}`);
  expect(saved).toMatchObject({ name, timeout_seconds: 5, public: true, is_active: true });
});
