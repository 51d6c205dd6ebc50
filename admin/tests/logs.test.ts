import { expect, inject, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

/** A request that fails, by this id. */
async function fail(id: string, path: string): Promise<void> {
  const { baseUrl, apiKey } = inject('system');
  await fetch(`${baseUrl}${path}`, { headers: { 'X-API-Key': apiKey, 'X-Request-Id': id } });
}

it('follows, finds a request by its id and explains it, and searches', async () => {
  const [first, second] = [unique('req-'), crypto.randomUUID()];
  await fail(first, '/tables/nowhere');
  const page = await openDashboard({ path: '/logs' });
  const list = page.getByRole('list', { name: 'Log entries' });
  await list.waitFor();
  await fail(second, '/storage/files/download/none/a.txt');
  await list.getByRole('button', { name: '/storage/files/download/none/a.txt 404' }).last().waitFor();
  await saveScreenshot(page, 'logs');
  await expectNoAxeViolations(page);

  // Pasted into the search, an id means its request.
  await page.getByLabel('Search the logs').fill(second);
  const request = page.getByRole('region', { name: 'The request' });
  await request.getByText('404 not_found').waitFor();
  await request.getByText('There is no such file.').waitFor();
  expect(page.url()).toContain(`request=${second}`);
  await list.getByRole('button', { expanded: false }).last().click();
  await list.getByText('duration_ms').waitFor();
  await expectNoAxeViolations(page);

  await request.getByRole('button', { name: 'Show all lines' }).click();
  await page.getByLabel('Search the logs').fill(first.toUpperCase());
  // The lines of before stay until the answer is there.
  await expect
    .poll(() => list.getByRole('listitem').allTextContents())
    .toEqual([expect.stringContaining('/tables/nowhere 422')]);
  await page.getByText('No older line matches.').waitFor();
});

it('holds lines back while it is paused, and finds a pasted id from the palette', async () => {
  const id = crypto.randomUUID();
  const page = await openDashboard({ path: '/logs?service=api' });
  const list = page.getByRole('list', { name: 'Log entries' });
  await page.getByText('Live').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await fail(id, `/tables/${id}`);
  await page.getByRole('button', { name: /new line/ }).waitFor();
  expect(await list.getByText(`/tables/${id}`).count()).toBe(0);
  await page.getByRole('button', { name: /new line/ }).click();
  await list.getByText(`/tables/${id}`).waitFor();

  await page.keyboard.press('Control+K');
  await page.keyboard.type(id);
  await page.getByRole('option', { name: `Show request ${id}` }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'The request' }).getByText('404 not_found').waitFor();
});

it('leads from an error to the request behind it', async () => {
  const page = await openDashboard({ path: '/logs', expectInConsole: ['400'] });
  await page.route('**/api/users?*', (route) =>
    route.fulfill({
      status: 400,
      json: { detail: 'No.', code: 'bad_request', request_id: 'no-such-request' },
    }),
  );
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('link', { name: 'no-such-request' }).click();
  await page.getByText('No line has this id.').waitFor();
  expect(page.url()).toContain('/logs?request=no-such-request');
});
