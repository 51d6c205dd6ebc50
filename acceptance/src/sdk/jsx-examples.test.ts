import { rm } from 'node:fs/promises';
import { SelfDB } from '@selfdb/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectBrowser, serveFolder } from '../world/browser.ts';
import { createPerson, PASSWORD, type Person, system } from '../world/users.ts';
import { buildExamples, type Framework, jsxExamples } from './examples/jsx-page.ts';
import { createBooks, createFile } from './examples/run-example.ts';

// It builds and checks types, on whatever machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { baseUrl, apiKey } = system;
const selfdb = new SelfDB({ baseUrl, apiKey });
let owner: Person;
let bucketId: string;
let examples: Record<Framework, Map<string, string>>;
let folder: string;
let site: { url: string; stop: () => void };
let browser: Browser;
beforeAll(async () => {
  owner = await createPerson();
  await selfdb.auth.login({ email: owner.email, password: PASSWORD });
  const of = async (framework: Framework) => jsxExamples(framework, (await createBooks(selfdb)).name);
  examples = { react: await of('react'), solid: await of('solid') };
  bucketId = (await createFile(selfdb)).bucket.id;
  [folder, browser] = await Promise.all([buildExamples(examples), connectBrowser()]);
  site = await serveFolder(folder);
});
afterAll(async () => {
  await browser.close();
  site.stop();
  await rm(folder, { recursive: true });
});

const FUNCTIONS = ['SelfDBProvider', 'useLiveRows', 'useSelfDB', 'useUpload', 'useUser'];

/** Uploads three parts by the example of `useUpload`, and pauses it while the first one is on its way. */
async function uploadWithPause(page: Page, name: string): Promise<void> {
  const parts: string[] = [];
  const resume = page.getByRole('button', { name: 'Resume' });
  const paused = Promise.withResolvers<void>();
  await page.route('**/storage/files/tus/*', async (route, request) => {
    if (request.method() === 'PATCH' && parts.push(request.url()) === 1) {
      await page.getByRole('progressbar').waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await paused.promise;
      return route.abort();
    }
    return route.continue();
  });
  const buffer = Buffer.alloc(2.5 * 1024 * 1024, name);
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await resume.waitFor();
  paused.resolve();
  await resume.click();
  await vi.waitFor(async () => {
    const { data } = await selfdb.storage.files.list({ bucketId });
    expect(data).toContainEqual(expect.objectContaining({ name, size: buffer.length }));
  }, 10_000);
  // One address: it went on, and did not begin anew.
  expect([parts.length, new Set(parts).size]).toEqual([4, 1]);
}

it.each<Framework>(['react', 'solid'])(
  'the examples of @selfdb/sdk/%s have types and run',
  async (framework) => {
    expect([...examples[framework].keys()].toSorted()).toEqual(FUNCTIONS);
    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(site.url);
    await page.addScriptTag({ url: `/${framework}.js`, type: 'module' });
    const login = { email: owner.email, password: PASSWORD };
    await page.evaluate(`show(${JSON.stringify([{ baseUrl, apiKey }, login, { bucketId }]).slice(1, -1)})`);

    await page.getByText('0 books').waitFor();
    await page.getByRole('button', { name: 'Add Dune' }).click();
    await page.getByText('1 books').waitFor();
    await page.getByRole('listitem').getByText('Dune').waitFor();
    await uploadWithPause(page, `${framework}.bin`);
    expect(problems).toEqual([]);
    await page.getByRole('button', { name: `Sign out ${owner.email}` }).click();
    await page.getByRole('button', { name: `Sign out ${owner.email}` }).waitFor({ state: 'detached' });
    await page.close();
  },
);
