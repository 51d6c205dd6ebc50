import { createServer } from 'node:http';
import { SelfDB } from '@selfdb/sdk';
import { launchBrowser } from '@selfdb/system-under-test/launch-browser';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createPerson, PASSWORD, system } from '../world/users.ts';
import { buildExamples, type Framework, jsxExamples } from './examples/jsx-page.ts';
import { createBooks, createFile } from './examples/run-example.ts';
import { findFreePort } from './runtimes/free-port.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let server: BrowserServer;
let browser: Browser;
const site = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><link rel="icon" href="data:,"><title>Examples</title>');
});
let sitePort: number;
beforeAll(async () => {
  sitePort = await findFreePort();
  await new Promise<void>((listening) => site.listen(sitePort, '127.0.0.1', listening));
  server = await launchBrowser();
  browser = await chromium.connect(server.wsEndpoint());
});
afterAll(async () => {
  await server.close();
  site.close();
});

const FUNCTIONS = ['SelfDBProvider', 'useLiveRows', 'useSelfDB', 'useUpload', 'useUser'];

it.each<Framework>(['react', 'solid'])(
  'the examples of @selfdb/sdk/%s have types and run',
  async (framework) => {
    const owner = await createPerson();
    const { baseUrl, apiKey } = system;
    const selfdb = new SelfDB({ baseUrl, apiKey });
    const login = { email: owner.email, password: PASSWORD };
    await selfdb.auth.login(login);
    const [{ name }, { bucket }] = [await createBooks(selfdb), await createFile(selfdb)];
    const examples = await jsxExamples(framework, name);
    expect([...examples.keys()].toSorted()).toEqual(FUNCTIONS);

    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`http://127.0.0.1:${sitePort}/`);
    await page.addScriptTag({ content: await buildExamples(framework, examples), type: 'module' });
    await page.evaluate(
      `show(${JSON.stringify([{ baseUrl, apiKey }, login, { bucketId: bucket.id }]).slice(1, -1)})`,
    );

    await page.getByText('0 books').waitFor();
    await page.getByRole('button', { name: 'Add Dune' }).click();
    await page.getByText('1 books').waitFor();
    await page.getByRole('listitem').getByText('Dune').waitFor();
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('A') });
    await vi.waitFor(async () => {
      const { data } = await selfdb.storage.files.list({ bucketId: bucket.id });
      expect(data.map((file) => file.name)).toContain('a.txt');
    }, 10_000);
    expect(problems).toEqual([]);
    await page.getByRole('button', { name: `Sign out ${owner.email}` }).click();
    await page.getByRole('button', { name: `Sign out ${owner.email}` }).waitFor({ state: 'detached' });
    await page.close();
  },
);
