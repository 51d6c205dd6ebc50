import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBrowser, serveFolder } from '../../world/browser.ts';
import type { Outcome } from '../scenario/run-scenario.ts';
import type { Scene } from '../scenario/step.ts';
import { bundle } from './bundle.ts';

const SCRIPT = `
  import { runScenario } from './run-scenario.ts';
  globalThis.runScenario = runScenario;
`;
const PAGE = '<!doctype html><script type="module" src="/scenario.js"></script>';

/** Runs the scenario in a page of another origin than the API's. */
export async function runInChromium(scene: Scene): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-scenario-'));
  await writeFile(join(folder, 'scenario.js'), await bundle(SCRIPT));
  await writeFile(join(folder, 'index.html'), PAGE);
  const [site, browser] = await Promise.all([serveFolder(folder), connectBrowser()]);
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    return await page.evaluate(`globalThis.runScenario(${JSON.stringify(scene)})`);
  } finally {
    await browser.close();
    site.stop();
    await rm(folder, { recursive: true });
  }
}
