import { type BrowserServer, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Two hidden pages that Chromium makes for the address bar of each window, which take longer than a page of the dashboard. */
const OF_THE_ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** Playwright's own list, which it can't add to: of several such flags, Chromium takes the last. */
const OFF_BY_PLAYWRIGHT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Chromium without what calls home, without what a container lacks, and without what no page needs. */
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
  `--disable-features=${[...OFF_BY_PLAYWRIGHT, ...OF_THE_ADDRESS_BAR].join()}`,
];

/** Starts a headless Chromium that test files share by its `wsEndpoint()`. The caller closes it. */
export async function launchBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ host: '127.0.0.1', executablePath: await findChromium(), args: FLAGS });
}
