import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, createPerson, unique } from './testing/people.ts';

/** 63 bytes, as long as Postgres lets a name be, in another script. */
const LONG_NAME = 'ελληνικά_όνομα_στήλης_που_είναι'.slice(0, 31);
const PHONE = 390;

let table: string;
let bucket: string;
let fn: string;
let webhook: string;

beforeAll(async () => {
  const created = await adminApi().send('POST', '/tables', {
    name: unique('states_'),
    table_schema: { [LONG_NAME]: { type: 'text' }, big: { type: 'text' } },
    realtime_enabled: true,
  });
  table = String(created.name);
  await adminApi().send('POST', `/tables/${created.id}/data`, {
    [LONG_NAME]: 'مرحبا 你好 🙂',
    big: 'x'.repeat(5_000_000),
  });
  bucket = unique('states-');
  await adminApi().send('POST', '/storage/buckets', { name: bucket });
  const code = 'export default () => 1;';
  fn = String((await adminApi().send('POST', '/functions', { name: unique('states-'), code })).id);
  const hook = { name: unique('states'), function_id: fn };
  webhook = String((await adminApi().send('POST', '/webhooks', hook)).id);
});

/** Each page, with the calls that it can't do without. */
const PAGES: [name: string, path: () => string, calls: string][] = [
  ['Tables', () => '/tables', '**/api/tables?*'],
  ['Rows', () => `/tables/${table}`, '**/api/tables/*/data**'],
  ['SQL', () => '/sql', '**/api/sql/tabs*'],
  ['Users', () => '/users', '**/api/users?*'],
  ['Storage', () => '/storage', '**/api/storage/buckets*'],
  ['A bucket', () => `/storage/${bucket}`, '**/api/storage/files*'],
  ['Functions', () => '/functions', '**/api/functions?*'],
  ['A function', () => `/functions/${fn}`, '**/api/functions/*'],
  ['Its executions', () => `/functions/${fn}/executions`, '**/api/functions/*/executions?*'],
  ['Its log', () => `/functions/${fn}/logs`, '**/api/functions/*/logs?*'],
  ['Its versions', () => `/functions/${fn}/versions`, '**/api/functions/*/versions'],
  ['Webhooks', () => '/webhooks', '**/api/webhooks?*'],
  ['A webhook', () => `/webhooks/${webhook}`, '**/api/webhooks/*/deliveries*'],
  ['Realtime', () => '/realtime', '**/api/realtime/status*'],
  ['Diagram', () => '/diagram', '**/api/tables?*'],
  ['API', () => '/api-reference', '**/api/openapi.json*'],
  ['Activity', () => '/activity', '**/api/system/audit*'],
  ['Logs', () => '/logs', '**/api/system/logs*'],
  ['Backups', () => '/backups', '**/api/backups'],
  ['Settings', () => '/settings', '**/api/system/settings*'],
  ['Profile', () => '/profile', '**/api/users/*/sessions*'],
];

it('each page says so when it is refused an answer and when the server is down, and goes on when it gets one', async () => {
  // The dashboard is loaded once, on a page that has read nothing that the others need.
  const page = await openDashboard({ path: '/nowhere', expectInConsole: ['403', 'net::ERR_FAILED'] });
  await page.locator('#main').waitFor();
  // Without real waiting between the attempts.
  await page.clock.install();
  for (const [name, path, calls] of PAGES) {
    await page.route(calls, (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/json',
        body: JSON.stringify({ detail: `No ${name} for you.`, code: 'forbidden', request_id: 'r-1' }),
      }),
    );
    await go(page, path());
    const main = page.locator('#main');
    const tryAgain = () => main.getByRole('button', { name: 'Try again' }).first().click();
    await main.getByText(`No ${name} for you.`).first().waitFor();
    await page.unroute(calls);
    await page.route(calls, (route) => route.abort());
    await tryAgain();
    const notice = main.getByText('The server does not answer.').first();
    await expect
      .poll(() => page.clock.runFor(4000).then(() => notice.isVisible()), { message: name })
      .toBe(true);
    await page.unroute(calls);
    await tryAgain();
    await notice.waitFor({ state: 'detached' });
  }
});

it('each page fits a phone, and moves nothing when answers take long', async () => {
  const page = await openDashboard({ path: '/users', width: PHONE });
  await page.route('**/api/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue().catch(() => undefined);
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('value' in entry) window.shift += Number(entry.value);
    }).observe({ type: 'layout-shift' });
  });
  for (const [name, path] of PAGES) {
    await page.goto(path());
    // Logs are followed, so their requests never end.
    if (name === 'Logs') await page.getByRole('list', { name: 'Log entries' }).waitFor();
    else if (name === 'Its log') await page.getByText('There are no lines yet').waitFor();
    else await page.waitForLoadState('networkidle');
    const [sideways, shift] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth - clientWidth, window.shift];
    });
    expect(sideways, `${name} is wider than the phone`).toBeLessThanOrEqual(0);
    expect(shift, `${name} moves what was shown`).toBeLessThan(0.1);
  }
});

it('each page asks to sign in when the session was revoked, and is there again after it', async () => {
  const administrator = await createPerson('ADMIN');
  // The realtime socket of the session is refused, too, or ends while it opens; then the SDK asks why, and is answered 426 when the
  // next session is there already.
  const expectInConsole = ['401', 'no valid credentials', 'WebSocket connection to', '426'];
  const page = await openDashboard({ signIn: administrator, path: '/users', expectInConsole });
  for (const [name, path] of PAGES) {
    await page.locator('#main').waitFor();
    await adminApi().send('DELETE', `/users/${administrator.id}/sessions`);
    await go(page, path());
    await page.getByText('Your session has ended.').waitFor();
    // The e-mail is filled in, and the password has the focus.
    await page.keyboard.type(administrator.password);
    await page.keyboard.press('Enter');
    await page.locator('#main').waitFor();
    expect(page.url(), name).toContain(path());
  }
});

/** Goes to a page without loading the dashboard anew. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement('a');
    link.href = to;
    document.querySelector('#main')?.append(link);
    link.click();
  }, path);
}

declare global {
  interface Window {
    shift: number;
  }
}
