import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** The browser that all test files share. Closing it ends the file's own pages only. */
export async function connectBrowser(): Promise<Browser> {
  const answer = await fetch(inject('browserDoor'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return chromium.connect(text);
}

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Serves a folder with a web page. Paths without a file get its `index.html`. */
export async function serveFolder(folder: string): Promise<{ url: string; stop: () => void }> {
  const site = createServer(async ({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://site').pathname);
    const type = TYPES[extname(path)];
    const body = await readFile(join(folder, type ? path : 'index.html')).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'Content-Type': type ?? 'text/html; charset=utf-8' }).end(body);
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  const { port } = site.address() as AddressInfo;
  const stop = () => {
    site.closeAllConnections();
    site.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
