import { createServer } from 'node:http';
import { launchBrowser } from '@selfdb/system-under-test/launch-browser';
import { chromium } from 'playwright-core';
import type { Outcome } from '../scenario/run-scenario.ts';
import type { Scene } from '../scenario/step.ts';
import { bundle } from './bundle.ts';
import { findFreePort } from './free-port.ts';

const SCRIPT = `
  import { runScenario } from './run-scenario.ts';
  globalThis.runScenario = runScenario;
`;

/** Runs the scenario in a page of another origin than the API's. */
export async function runInChromium(scene: Scene): Promise<Outcome> {
  const script = await bundle(SCRIPT);
  const site = createServer((request, response) => {
    const isScript = request.url === '/scenario.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/scenario.js"></script>');
  });
  const port = await findFreePort();
  await new Promise<void>((listening) => site.listen(port, '127.0.0.1', listening));
  const server = await launchBrowser();
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    return await page.evaluate(`globalThis.runScenario(${JSON.stringify(scene)})`);
  } finally {
    await server.close();
    site.close();
  }
}
