import { type BrowserServer, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Chromium without what calls home and without what a container lacks. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless Chromium that test files share by its `wsEndpoint()`. The caller closes it. */
export async function launchBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ host: '127.0.0.1', executablePath: await findChromium(), args: FLAGS });
}
