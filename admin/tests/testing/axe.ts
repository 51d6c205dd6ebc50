import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const PHONE = 390;
/** All else is the same in light and dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Checks the page as it is now against axe's rules: in light and dark, and at the width of a phone. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  // A tooltip that lingers would count as content outside of all landmarks.
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  // A dialog that has just closed leaves the page hidden from screen readers for one more task.
  await page.waitForFunction(
    () =>
      !document.querySelector('#root[aria-hidden]') || document.querySelector('[role=dialog], [role=menu]'),
  );
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  expect(await violations(page), 'light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page, OF_COLOURS), 'dark').toEqual([]);
  await page.setViewportSize({ ...size, width: PHONE });
  expect(await violations(page), 'phone, dark').toEqual([]);
  await expectNoSidewaysScrolling(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(size);
}

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Each page has its own copy of axe, and keeps it until it is loaded anew.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: RunOptions = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
  const found = await page.evaluate((given) => window.axe.run(document, given), options);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'the page is wider than the phone').toBeLessThanOrEqual(0);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
