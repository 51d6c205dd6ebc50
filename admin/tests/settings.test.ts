import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, inject, it, onTestFinished } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

it('lets pages of other origins in and keeps them out, at once, sockets included', async () => {
  onTestFinished(() => void adminApi().send('PUT', '/system/cors', { origins: null }));
  const page = await openDashboard({ path: '/settings?section=origins', expectInConsole: ['422'] });
  const foreign = await openForeignPage(page);
  await page.getByText('Any web page').waitFor();
  expect(await reach(foreign)).toEqual({ api: true, socket: true });
  await saveScreenshot(page, 'origins');
  await expectNoAxeViolations(page);

  await page.getByRole('button', { name: 'Only listed origins' }).click();
  await page.getByRole('dialog').getByText('The list is empty').waitFor();
  await page.getByRole('button', { name: 'Allow only listed' }).click();
  await page.getByText('Only listed origins are allowed now.').waitFor();
  expect(await reach(foreign)).toEqual({ api: false, socket: false });

  const origin = new URL(foreign.url()).origin;
  const field = page.getByLabel('Origin', { exact: true });
  await field.fill(`${origin}/app`);
  await page.keyboard.press('Enter');
  await page.getByText('The origin must end after the host or the port, without a path.').waitFor();
  await field.fill(origin);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Remove ${origin}` }).waitFor();
  expect(await reach(foreign)).toEqual({ api: true, socket: true });

  await page.getByLabel('Address of a web page').fill(`${origin}/some/page?x`);
  await page.keyboard.press('Enter');
  await page.getByText(`Pages of ${origin} may call the API.`).waitFor();
  await page.getByLabel('Address of a web page').fill('https://evil.example');
  await page.keyboard.press('Enter');
  await page.getByText('Browsers keep pages of https://evil.example from calling').waitFor();

  await page.getByRole('button', { name: `Remove ${origin}` }).click();
  await page.getByText('No origin is listed.').waitFor();
  expect(await reach(foreign)).toEqual({ api: false, socket: false });
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
});

it('shows version, limits with their variables, the theme and the API key', async () => {
  const page = await openDashboard({ path: '/settings' });
  await page.getByText(/^Postgres \d/).waitFor();
  await page.getByText('SELFDB_STATE_DIR').waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole('tab', { name: 'Environment' }).click();
  await page.getByRole('searchbox').fill('request body');
  await page.getByText('MAX_BODY_BYTES').waitFor();
  expect(await page.getByText('SQL_MAX_ROWS').count()).toBe(0);
  await page.getByRole('tab', { name: 'Theme' }).click();
  await page.getByRole('button', { name: 'Dark' }).click();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await page.goto('/settings?section=key');
  const { apiKey } = inject('system');
  expect(await page.getByText(apiKey).count()).toBe(0);
  await page.getByRole('button', { name: 'Show the API key' }).click();
  await page.getByText(apiKey).waitFor();
});

/** A page of another origin: another port of this machine. */
async function openForeignPage(page: Page): Promise<Page> {
  const server = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end('<p>Hello'),
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const foreign = await page.context().newPage();
  await foreign.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return foreign;
}

/** Whether the page's scripts reach the API, after a preflight, and a socket. */
function reach(foreign: Page): Promise<{ api: boolean; socket: boolean }> {
  const { baseUrl, apiKey } = inject('system');
  return foreign.evaluate(
    async ([url, key]) => {
      const api = await fetch(`${url}/tables`, { headers: { 'X-API-Key': key } }).then(
        ({ ok }) => ok,
        () => false,
      );
      const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime/socket?X-API-Key=${key}`);
      const opened = await new Promise<boolean>((resolve) => {
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      });
      socket.close();
      return { api, socket: opened };
    },
    [baseUrl, apiKey] as const,
  );
}
