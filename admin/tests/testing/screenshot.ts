import { resolve } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = resolve(import.meta.dirname, '../../../docs/screenshots');

/** Saves the page as `docs/screenshots/<name>.png` when SCREENSHOTS=1 is set. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}
