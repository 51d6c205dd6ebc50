import type { System } from '@selfdb/system-under-test/launch';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { firstAdministrator, type Person } from './people.ts';

interface DashboardOptions {
  /** The page that is opened: `/users?role=ADMIN`. */
  path?: string;
  theme?: 'light' | 'dark';
  width?: number;
  /** Whose session the browser has: the first administrator's by default; null for nobody's. */
  signIn?: Pick<Person, 'email' | 'password'> | null;
  /** Parts of messages that the console may show, since the test causes them: `401`, `net::ERR_FAILED`. */
  expectInConsole?: string[];
  /** Another system than the one that all tests share. */
  system?: Pick<System, 'frontendUrl'>;
}

const HEIGHT = 900;
let browser: Promise<Browser> | undefined;

/**
 * Opens the dashboard in a browser without cookies of its own, closed after the test. The test fails if the page throws, breaks its
 * Content-Security-Policy or writes an error to the console.
 */
export async function openDashboard(options: DashboardOptions = {}): Promise<Page> {
  const { path = '/', theme = 'light', width = 1280, signIn = firstAdministrator() } = options;
  browser ??= chromium.connect(inject('browser'));
  const context = await (await browser).newContext({
    baseURL: origin(options.system ?? inject('system')),
    colorScheme: theme,
    viewport: { width, height: HEIGHT },
    // Without it, axe would measure colours in the middle of a transition.
    reducedMotion: 'reduce',
  });
  // What a busy machine does late is not a fault.
  context.setDefaultTimeout(30_000);
  if (signIn) await openSession(context, signIn);
  const page = await context.newPage();
  const mishaps = watch(page, options.expectInConsole ?? []);
  // Playwright asks Chromium for choosers at the first listener and does not wait: a listener that comes with the click can miss it.
  page.on('filechooser', () => undefined);
  onTestFinished(async () => {
    await context.close();
    expect(mishaps).toEqual([]);
  });
  await page.goto(path);
  return page;
}

/** Signs in as the login page does, only without the page: the browser gets the cookie. */
async function openSession(context: BrowserContext, { email, password }: Pick<Person, 'email' | 'password'>) {
  const answer = await context.request.post('/session', {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    data: { email, password },
  });
  if (!answer.ok()) throw new Error(`${email} can't sign in: ${await answer.text()}`);
}

/** Collects what goes wrong in a page. */
function watch(page: Page, expected: string[]): string[] {
  const mishaps: string[] = [];
  page.on('pageerror', (error) => mishaps.push(error.stack ?? error.message));
  page.on('console', (message) => {
    // Chromium reports a broken Content-Security-Policy here, too.
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = `${message.text()} ${message.location().url}`;
    if (!expected.some((part) => text.includes(part))) mishaps.push(text);
  });
  return mishaps;
}

function origin({ frontendUrl }: Pick<System, 'frontendUrl'>): string {
  if (!frontendUrl) throw new Error('The system has no dashboard: set FRONTEND_PORT beside SELFDB_URL.');
  return frontendUrl;
}
