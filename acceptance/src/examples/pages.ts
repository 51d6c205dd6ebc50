import { launchBrowser } from '@selfdb/system-under-test/launch-browser';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Relay, startRelay } from '../clients/relay.ts';
import { system } from '../world/users.ts';
import { runReadme } from './run-readme.ts';

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
  const relay: Relay = await startRelay();
  relay.turnTo(port);
  const [example, server] = await Promise.all([runReadme(name, relay.port), launchBrowser()]);
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    async newContext() {
      const context = await browser.newContext();
      // The examples need no other host than the one that serves them and the API.
      await context.route(/^https?:\/\/(?!localhost|127\.0\.0\.1)/, (route) => route.abort());
      return context;
    },
    async open(path, context) {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(example.url + path);
      return page;
    },
    cut: () => relay.turnTo(undefined),
    restore: () => relay.turnTo(port),
    async stop() {
      await server.close();
      example.stop();
      await relay.stop();
    },
  };
}
