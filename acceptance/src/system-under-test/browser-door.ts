import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launchBrowser } from '@selfdb/system-under-test/launch-browser';

/** Where test files ask for the browser that they share. */
export interface BrowserDoor {
  url: string;
  stop: () => Promise<void>;
}

/** Answers with the `wsEndpoint()` of a browser, which starts when the first test file asks for it. */
export async function openBrowserDoor(): Promise<BrowserDoor> {
  let browser: ReturnType<typeof launchBrowser> | undefined;
  const door = createServer(async (_, response) => {
    try {
      browser ??= launchBrowser();
      response.end((await browser).wsEndpoint());
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  const { port } = door.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await (await browser?.catch(() => undefined))?.close();
      door.closeAllConnections();
      door.close();
    },
  };
}
