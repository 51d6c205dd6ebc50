import type { BrowserContext, Page } from 'playwright-core';
import { startRelay } from '../clients/relay.ts';
import { connectBrowser, serveFolder } from '../world/browser.ts';
import { system } from '../world/users.ts';
import { buildExample } from './build-example.ts';

/** An example that is served, a browser, and the connection to the API, which can be cut. */
export interface Stage {
  newContext: () => Promise<BrowserContext>;
  open: (path: string, context: BrowserContext) => Promise<Page>;
  cut: () => void;
  restore: () => void;
  stop: () => Promise<void>;
}

export async function startExample(name: string): Promise<Stage> {
  const port = Number(new URL(system.baseUrl).port);
  const relay = await startRelay();
  relay.turnTo(port);
  const [example, browser] = await Promise.all([buildExample(name, relay.port), connectBrowser()]);
  const site = await serveFolder(example.folder);
  return {
    newContext: () => browser.newContext(),
    async open(path, context) {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(site.url + path);
      return page;
    },
    cut: () => relay.turnTo(undefined),
    restore: () => relay.turnTo(port),
    async stop() {
      await browser.close();
      site.stop();
      await relay.stop();
      await example.remove();
    },
  };
}
