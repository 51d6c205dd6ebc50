import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';

const MAX_BYTES = 250_000;
/** These load more than the others may, for their editor, most of which they share; they must not grow. */
const OVER_LIMIT: Record<string, number> = { '/sql': 309_000, '/functions/FUNCTION': 323_000 };

interface FirstLoad {
  /** Files of the dashboard as they crossed the network, without what the API answered. */
  bytes: number;
  /** The sum of all layout shifts, as web vitals count them. */
  layoutShift: number;
  /** Milliseconds from the navigation to the largest paint. */
  largestPaint: number;
}

function readFirstLoad(page: Page): Promise<FirstLoad> {
  return page.evaluate(async () => {
    const entries = (type: string) =>
      new Promise<PerformanceEntryList>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
        // Without an entry the observer never answers.
        setTimeout(() => resolve([]), 500);
      });
    const files = performance
      .getEntries()
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => !/\/(?:api|session)(?:\/|$|\?)/.test(new URL(name).pathname));
    const shifts = await entries('layout-shift');
    const paints = await entries('largest-contentful-paint');
    return {
      bytes: files.reduce((sum, file) => sum + file.encodedBodySize, 0),
      layoutShift: shifts.reduce((sum, shift) => sum + Number(Reflect.get(shift, 'value')), 0),
      largestPaint: paints.at(-1)?.startTime ?? 0,
    };
  });
}

it('loads at most 250 KB before Home is usable, and moves nothing that was shown', async () => {
  const page = await openDashboard();
  await page.getByText('running').first().waitFor();
  await page.getByRole('img', { name: /Requests/ }).waitFor();
  const usable = await page.evaluate(() => performance.now());
  const { bytes, layoutShift, largestPaint } = await readFirstLoad(page);
  console.log(
    `first load ${Math.round(bytes / 1000)} KB, Home usable after ${Math.round(usable)} ms, ` +
      `largest paint after ${Math.round(largestPaint)} ms, layout shift ${layoutShift.toFixed(3)}`,
  );
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(MAX_BYTES);
  expect(layoutShift).toBeLessThan(0.1);
});

/** What is there when the page can be used. */
const PAGES: [path: string, content: string][] = [
  ['/tables', 'a:text("TABLE")'],
  ['/tables/TABLE', 'text=Create row'],
  ['/tables/TABLE/schema', 'text=created_at'],
  ['/tables/TABLE/indexes', 'text=TABLE_pkey'],
  ['/tables/TABLE/references', 'text=What refers to'],
  ['/tables/TABLE/settings', 'text=Description'],
  ['/sql', '.cm-content'],
  ['/users', 'table'],
  ['/storage', 'h1'],
  ['/functions', 'a:text("TABLE")'],
  ['/functions/FUNCTION', '.cm-content'],
  ['/functions/FUNCTION/test', 'text=You are the caller.'],
  ['/functions/FUNCTION/executions', 'text=It has not run yet'],
  ['/functions/FUNCTION/versions', 'text=the newest'],
  ['/functions/FUNCTION/triggers', 'text=Callers must be signed in'],
  ['/webhooks', 'h1'],
  ['/realtime', 'text=Connected'],
  ['/diagram', '[data-card]'],
  ['/api-reference', 'text=Your tables'],
  ['/activity', 'h2:text("Today")'],
  ['/logs', 'text=All services'],
  ['/backups', 'text=Automatic backups are off.'],
  ['/settings', 'text=Postgres'],
  ['/profile', 'text=this one'],
];

it('loads no more of a page that is opened by its address than its limit, and moves nothing that was shown', async () => {
  const name = unique('first_load_');
  await adminApi().send('POST', '/tables', { name, table_schema: { title: { type: 'text' } } });
  const fn = await adminApi().send('POST', '/functions', { name, code: 'export default () => 1;' });
  const page = await openDashboard();
  const loads = [];
  for (const [path, content] of PAGES) {
    const address = path.replace('TABLE', name).replace('FUNCTION', String(fn.id));
    await page.goto(address);
    await page.locator(content.replace('TABLE', name)).first().waitFor();
    const usable = await page.evaluate(() => performance.now());
    loads.push({ path, usable: Math.round(usable), ...(await readFirstLoad(page)) });
  }
  for (const { path, bytes, usable, layoutShift } of loads)
    console.log(
      `${path}: ${Math.round(bytes / 1000)} KB, usable after ${usable} ms, layout shift ${layoutShift.toFixed(3)}`,
    );
  expect(loads.filter(({ path, bytes }) => bytes > (OVER_LIMIT[path] ?? MAX_BYTES))).toEqual([]);
  expect(loads.filter(({ layoutShift }) => layoutShift >= 0.1)).toEqual([]);
});
