import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { admin, email, marker, PASSWORD } from '../world/users.ts';
import { type Stage, startExample } from './pages.ts';

// It builds and serves the example, on whatever machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let stage: Stage;
let ada: Page;
let grace: Page;
beforeAll(async () => {
  stage = await startExample('chat');
  ada = await join('Ada');
  grace = await join('Grace');
});
afterAll(() => stage.stop());

async function join(name: string): Promise<Page> {
  const page = await stage.open('/', await stage.newContext());
  await page.getByRole('button', { name: 'I am new here' }).click();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email(name.toLowerCase()));
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Rooms' }).waitFor();
  return page;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

const texts = (page: Page) => page.locator('[role=log] .text').allTextContents();
const ends = (page: Page, expected: string[]) =>
  vi.waitFor(async () => expect((await texts(page)).slice(-expected.length)).toEqual(expected), 20_000);

/** Writes to a room as somebody who is not cut off. */
async function writeElsewhere(room_id: string, count: number): Promise<void> {
  const tables = await admin.get<{ id: string }[]>('/tables/', { search: 'chat_messages' });
  const { id: user_id } = (await admin.get<{ id: string }>('/users/me')).body;
  const rows = Array.from({ length: count }, (_, n) => ({
    ...{ room_id, user_id, author: 'Root', text: `from elsewhere ${n}` },
    created_at: new Date(Date.now() - count + n).toISOString(),
  }));
  const { status } = await admin.post(`/tables/${tables.body[0]?.id}/data`, rows);
  expect(status).toBe(201);
}

it('two users meet in a room, share files, and lose nothing when the connection is cut', async () => {
  const name = marker('room');
  await ada.getByLabel('New room').fill(name);
  await ada.getByRole('button', { name: 'Create' }).click();
  await ada.getByRole('heading', { name }).waitFor();
  await grace.getByRole('link', { name }).click();
  for (const page of [ada, grace]) await page.getByText(/Ada, Grace|Grace, Ada/).waitFor();

  await ada.getByLabel('Message', { exact: true }).pressSequentially('hel');
  await grace.getByText('Ada is typing…').waitFor();
  await write(ada, 'hello');
  await ends(grace, ['hello']);

  const large = { name: 'large.bin', mimeType: 'application/octet-stream', buffer: randomBytes(3_000_000) };
  await ada.getByLabel('Attach a file').setInputFiles(large);
  await ada.getByRole('button', { name: 'Send' }).click();
  await grace.getByRole('link', { name: 'large.bin' }).waitFor();
  await grace
    .getByLabel('Attach a file')
    .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
  await grace.getByRole('button', { name: 'Send' }).click();
  await vi.waitFor(
    async () =>
      expect(
        await ada
          .getByRole('img', { name: 'dot.png' })
          .evaluate((image) => Reflect.get(image, 'naturalWidth')),
      ).toBe(1),
    20_000,
  );

  // The answer to the first message is lost, and then the connection.
  const roomId = new URL(ada.url()).hash.slice(1);
  await ada.route('**/tables/*/data', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch();
    stage.cut();
    return route.abort();
  });
  await write(ada, 'one');
  await ada.getByText('Not connected.').waitFor();
  await ada.unroute('**/tables/*/data');
  await write(ada, 'two');
  await ada.getByRole('listitem').filter({ hasText: 'two' }).getByText('waiting…').waitFor();
  // They are waiting in the browser, also for a page that is opened again.
  await ada.reload();
  await ada.getByText('No connection.').waitFor();
  await writeElsewhere(roomId, 1);
  stage.restore();
  for (const page of [ada, grace]) {
    await vi.waitFor(async () => {
      expect(await page.getByText('waiting…').count()).toBe(0);
      const last = (await texts(page)).slice(1);
      expect(last.toSorted()).toEqual(['from elsewhere 0', 'one', 'two']);
      expect(last.indexOf('one')).toBeLessThan(last.indexOf('two'));
    }, 20_000);
  }

  // Older messages come as the reader scrolls up to them.
  await writeElsewhere(roomId, 80);
  await ends(grace, ['from elsewhere 79']);
  await vi.waitFor(async () => {
    await grace.getByRole('region', { name: 'Messages' }).evaluate((list) => list.scrollTo(0, -1e6));
    expect((await texts(grace))[0]).toBe('hello');
  }, 20_000);

  await grace.getByRole('button', { name: 'Sign out' }).click();
  await grace.getByRole('heading', { name: 'Chat' }).waitFor();
  await vi.waitFor(async () => expect(await ada.locator('.here').textContent()).toBe('Ada'), 20_000);
});
