/// <reference path="./sparticuz-chromium.d.ts" />
import { existsSync } from 'node:fs';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The Chromium that browser tests use: the one at CHROMIUM_PATH, else the system's, else the one in the package
 * `@sparticuz/chromium`, which unpacks it into the folder for temporary files when it is first asked for.
 */
export async function findChromium(): Promise<string> {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  const { default: packaged } = await import('@sparticuz/chromium').catch((cause) => {
    throw new Error('There is no Chromium. Install one, or set CHROMIUM_PATH to its executable.', { cause });
  });
  packaged.setGraphicsMode = false;
  return packaged.executablePath();
}
