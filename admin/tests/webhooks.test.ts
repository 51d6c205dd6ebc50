import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

// Functions start processes, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

async function saveFunction(code: string): Promise<{ id: string; name: string }> {
  const name = unique('fn');
  const { id } = await adminApi().send('POST', '/functions', { name, code });
  return { id: String(id), name };
}

async function saveWebhook(functionId: string, fields: object = {}): Promise<{ id: string; name: string }> {
  const name = unique('hook');
  const webhook = { name, function_id: functionId, ...fields };
  const { id } = await adminApi().send('POST', '/webhooks', webhook);
  return { id: String(id), name };
}

/** Fills and sends the form for a new webhook. */
async function create(page: Page, provider: string, name: string, functionName: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Create webhook' }).first().click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('radio', { name: provider }).check({ force: true });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await panel.getByRole('button', { name: /^Function/ }).click();
  await page.getByRole('option', { name: functionName }).click();
}

const submit = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Create webhook' }).click();

const ECHO = `export default async (request) => Response.json({ event: request.headers.get('x-github-event') });`;

it('creates a webhook for GitHub, shows its secret once, and shows what a signed request became', async () => {
  const fn = await saveFunction(ECHO);
  const name = unique('issues');
  const page = await openDashboard({ path: '/webhooks' });
  await page.getByRole('main').getByRole('button', { name: 'Create webhook' }).first().click();
  await submit(page);
  await page.getByText('Give it a name.').waitFor();
  await page.getByText('Choose the function that runs.').waitFor();
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await create(page, 'GitHub', name, fn.name);
  await submit(page);
  await page.getByText('takes requests now.').waitFor();
  await page.getByText('Enter the address as Payload URL').waitFor();
  const shown = page.getByRole('dialog').getByText(/^whsec_[\w+/]{43}=$/);
  const secret = String(await shown.textContent());
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Send test request' }).click();
  await page.getByText('Accepted.').waitFor();
  await page.getByRole('link', { name: 'Show the delivery' }).click();
  const panel = page.getByRole('dialog', { name: 'Delivery' });
  await panel.getByText('The function answered.').waitFor();
  await panel.getByLabel('Answer of the function', { exact: true }).getByText('"event": "issues"').waitFor();
  await panel.getByLabel('Body of the request', { exact: true }).getByText('"title": "It works"').waitFor();
  await panel
    .getByLabel('Headers of the request', { exact: true })
    .getByText('x-hub-signature-256: sha256=')
    .waitFor();
  const execution = await panel.getByRole('link', { name: 'Show the execution' }).getAttribute('href');
  expect(execution).toMatch(new RegExp(`^/functions/${fn.id}/executions\\?execution=[0-9a-f-]{36}$`));
  await expectNoAxeViolations(page);
  expect(await page.content()).not.toContain(secret);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await saveScreenshot(page, 'webhooks');

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Secret' }).waitFor();
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Settings');
  await expectNoAxeViolations(page);
  expect(await page.content()).not.toContain(secret);
  await page.goto('/webhooks');
  const row = page.getByRole('row', { name });
  await row.getByText('completed').waitFor();
  expect(await row.getByRole('cell').allInnerTexts()).toMatchObject([
    name,
    'active',
    'GitHub',
    fn.name,
    /now|ago/,
    '1',
    '0',
  ]);
});

it.each([
  ['Stripe', 'Stripe-Signature'],
  ['Slack', 'X-Slack-Signature'],
  ['Standard Webhooks', 'webhook-signature'],
  ['Another service', 'X-Webhook-Signature'],
])('the test request of %s is signed as the server wants it', async (provider, header) => {
  const fn = await saveFunction('export default () => ({ ok: true });');
  const page = await openDashboard({ path: '/webhooks' });
  const name = unique('try');
  await create(page, provider, name, fn.name);
  if (provider === 'Slack') {
    await submit(page);
    await page.getByText('it signs the first request already').waitFor();
    await page.getByLabel('Signing Secret of the app').fill('8f742231b10e8888abcd99yyyzzz85a5');
  }
  await submit(page);
  if (provider === 'Stripe') {
    await page.getByText('It takes requests when it has Stripe’s secret.').waitFor();
    await page.getByLabel('Signing secret of Stripe').fill('whsec_of_stripe');
    await page.getByRole('button', { name: 'Save secret' }).click();
  }
  await page.getByText('takes requests now.').waitFor();
  await page.getByRole('button', { name: 'Send test request' }).click();
  await page.getByText('Accepted.').waitFor();
  await page.getByRole('link', { name: 'Show the delivery' }).click();
  const panel = page.getByRole('dialog', { name: 'Delivery' });
  await panel.getByText('The function answered.').waitFor();
  await panel.getByText(`${header.toLowerCase()}: `).waitFor();
});

it('a failed delivery is found by its status, and runs again when the function is repaired', async () => {
  const fn = await saveFunction(`export default () => new Response('broken', { status: 500 });`);
  const webhook = await saveWebhook(fn.id, { require_signature: false, retry_enabled: false });
  const page = await openDashboard({ path: `/webhooks/${webhook.id}` });
  await page.getByText('No deliveries yet').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Send test request' }).first().click();
  await page.getByLabel('Body', { exact: true }).fill('{"n":12345678901234567890}');
  await page.getByRole('dialog').getByRole('button', { name: 'Send test request' }).click();
  await page.getByText('Accepted.').waitFor();
  await page.keyboard.press('Escape');
  // It appears and changes by itself.
  const row = page.getByRole('table', { name: 'Deliveries' }).getByRole('row').nth(1);
  await row.getByText('failed', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Status/ }).click();
  await page.getByRole('option', { name: 'Completed' }).click();
  await page.getByText('No delivery matches').waitFor();
  await page.getByRole('button', { name: 'Show all deliveries' }).click();
  await row.getByRole('link').click();
  const panel = page.getByRole('dialog', { name: 'Delivery' });
  await panel.getByText('The function failed, and no attempt is left.').waitFor();
  await panel.getByText('not signed').waitFor();
  await panel.getByLabel('Body of the request', { exact: true }).getByText('12345678901234567890').waitFor();
  await adminApi().send('PATCH', `/functions/${fn.id}`, {
    code: 'export default () => ({ repaired: true });',
  });
  await panel.getByRole('button', { name: 'Run again' }).click();
  await panel.getByText('"repaired": true').waitFor();
  await panel.getByText('The function answered.').waitFor();
});

it('a webhook is paused, changed, rotated, moved and deleted', async () => {
  const fn = await saveFunction(ECHO);
  const webhook = await saveWebhook(fn.id, { provider: 'github' });
  const page = await openDashboard({
    path: `/webhooks/${webhook.id}/settings`,
    expectInConsole: ['401', '404'],
  });
  const read = () => adminApi().send('GET', `/webhooks/${webhook.id}`);
  const before = await read();

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('main').getByText('paused', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send test request' }).click();
  await page.getByLabel('Secret', { exact: true }).fill('any');
  await page.getByRole('dialog').getByRole('button', { name: 'Send test request' }).click();
  await page.getByRole('dialog').getByRole('status').getByText('The signature is wrong.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('main').getByText('active', { exact: true }).waitFor();

  await page.getByLabel('Requests per minute, at most').fill('0');
  await page.getByText('A whole number from 1 to 10,000.').waitFor();
  await page.getByLabel('Requests per minute, at most').fill('7');
  await page.getByLabel('Only these events').fill('push, issues.opened');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByLabel('Attempts after the first one').fill('2');
  await page.getByLabel('First delay (seconds)').fill('30');
  await page.getByText('Tried again after about 30 s, then 1 min.').waitFor();
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect.poll(read).toMatchObject({
    ...{ rate_limit_per_minute: 7, provider_event_type: 'push, issues.opened', is_active: true },
    ...{ retry_attempts: 2, retry_delay_seconds: 30 },
  });

  await page.getByRole('button', { name: 'Rotate secret…' }).click();
  await page.getByRole('button', { name: 'Rotate secret', exact: true }).click();
  const shown = page.getByRole('dialog').getByText(/^whsec_[\w+/]{43}=$/);
  const secret = String(await shown.textContent());
  await page.getByText('requests signed with the former secret are accepted too.').waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('The former secret is accepted until').waitFor();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole('button', { name: 'Replace address…' }).click();
  await page.getByText('The present address answers 404 at once.').waitFor();
  await page.getByRole('button', { name: 'Replace address', exact: true }).click();
  await page.getByText('The webhook has a new address.').waitFor();
  const moved = await read();
  expect(moved.webhook_token).not.toBe(before.webhook_token);
  await page.getByText(String(moved.webhook_token)).waitFor();

  await page.getByRole('button', { name: 'Delete webhook' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click();
  await page.waitForURL('**/webhooks');
  await expect(read()).rejects.toThrow('404');
  await page.goto(`/webhooks/${webhook.id}`);
  await page.getByText('There is no such webhook').waitFor();
});
