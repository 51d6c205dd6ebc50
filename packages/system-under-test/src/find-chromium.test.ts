import { chromium } from 'playwright-core';
import { afterEach, expect, it, vi } from 'vitest';
import { findChromium } from './find-chromium.ts';
import { launchBrowser } from './launch-browser.ts';

afterEach(() => vi.unstubAllEnvs());

it('takes the Chromium that CHROMIUM_PATH names before all others', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/somewhere/chromium');
  expect(await findChromium()).toBe('/somewhere/chromium');
});

it('starts a browser that shows pages', async () => {
  const server = await launchBrowser();
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage();
    await page.setContent('<title>It works</title>');
    expect(await page.title()).toBe('It works');
  } finally {
    await server.close();
  }
}, 60_000);
