import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { NetworkAccess } from '@selfdb/shared/functions/runner-protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost;
let reached = 0;
let port: number;
/** Counts who reaches it, on every address of the machine. */
const target = createServer((_, response) => {
  reached += 1;
  response.end('reached');
});
target.on('upgrade', (_, socket) => {
  reached += 1;
  socket.destroy();
});
target.on('connection', () => {
  reached += 1;
});
/** Sends to wherever its path says. */
const redirector = createServer((request, response) => {
  response.writeHead(302, { location: decodeURIComponent((request.url ?? '/').slice(1)) }).end();
});
beforeAll(async () => {
  port = await listen(target, '::');
  const open = await listen(redirector, '127.0.0.1');
  host = await startHost({ allowedAddresses: [`127.0.0.1:${open}`] });
});
afterAll(async () => {
  await host.close();
  target.close();
  redirector.close();
});

async function listen(server: Server, address: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, address, resolve);
  await promise;
  return (server.address() as AddressInfo).port;
}

const code = (body: string) => `export default { async fetch(request) {
  const answers = await Promise.all((await request.json()).map(async (url) => {
    try { return await (async () => { ${body} })(); } catch (error) { return error.message; }
  }));
  return Response.json(answers);
} }`;
const FETCHES = code('return (await fetch(url, { signal: AbortSignal.timeout(4000) })).status;');
const WEB_SOCKETS = code(`return await new Promise((resolve) => {
  const socket = new WebSocket(url.replace('http', 'ws'));
  socket.addEventListener('open', () => resolve('open'));
  socket.addEventListener('error', ({ message }) => resolve(message));
});`);
const UPGRADES = code(`return (await fetch(url, { headers: { upgrade: 'websocket' } })).status;`);

const REFUSED = /can't be reached\. Functions reach public addresses only, not those of this machine/;

async function ask(source: string, urls: string[], network: NetworkAccess = { mode: 'public', hosts: [] }) {
  const init = { method: 'POST', body: JSON.stringify(urls) };
  const { response } = await host.call(host.deploy(source, { timeout_ms: 60_000, network }), init);
  return (await response.json()) as unknown[];
}

const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
const own = addresses.flatMap(({ family, address }) =>
  address.startsWith('fe80') ? [] : [family === 'IPv6' ? `[${address}]` : address],
);
const LOOPBACK = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.8.9.1',
    'localhost',
    'localhost.',
    'LOCALHOST',
    'a.localhost',
    '[::1]',
    '[::]',
  ],
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::7f00:1]'],
  ...[
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '0x7f.1',
    '0x7f000001',
  ],
  ...['0', '0.0.0.0', '0.1.2.3', '127.0.0.1.'],
];
const OTHERS = [
  ...[
    '169.254.169.254',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '198.18.0.1',
    '198.19.255.255',
  ],
  ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '192.88.99.1', '192.0.0.1', '224.0.0.1', '240.0.0.1'],
  ...['255.255.255.255', '[fc00::1]', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]', '[ff02::1]', '[100::1]'],
  ...['[2001:db8::1]', '[2001::1]', '[3fff::1]', '[5f00::1]'],
];
const urlsOf = (names: string[]) => names.map((name) => `http://${name}:${port}/`);

it.each([
  ['requests', FETCHES],
  ['WebSockets', WEB_SOCKETS],
  ['upgrades', UPGRADES],
])(
  'refuses %s to the machine, its networks and what is not public, however it is written',
  async (_, source) => {
    const urls = urlsOf([...LOOPBACK, ...own, ...OTHERS]);
    const answers = await ask(source, urls);
    const wrong = urls
      .map((url, at) => [url, answers[at]])
      .filter(([, answer]) => !REFUSED.test(String(answer)));
    expect(wrong).toEqual([]);
    expect(reached).toBe(0);
  },
);

it('refuses each hop of a redirect', async () => {
  const from = `http://127.0.0.1:${(redirector.address() as AddressInfo).port}`;
  const via = (url: string) => `${from}/${encodeURIComponent(url)}`;
  const [once = ''] = urlsOf(['127.0.0.1']);
  const urls = [via(once), via(via(once)), via(`http://[::ffff:127.0.0.1]:${port}/`)];
  const answers = await ask(FETCHES, urls);
  expect(answers.map((answer) => REFUSED.test(String(answer)))).toEqual([true, true, true]);
  const [elsewhere] = await ask(FETCHES, [via('http://example.com/')], { mode: 'hosts', hosts: [] });
  expect(elsewhere).toContain('This function may not reach example.com:80.');
  expect(reached).toBe(0);
});

it('opens no connections of other protocols, and says so', async () => {
  let connected = 0;
  const server = createTcpServer((socket) => {
    connected += 1;
    socket.end();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const at = `{ hostname: '127.0.0.1', port: ${(server.address() as AddressInfo).port} }`;
  for (const network of [
    { mode: 'public' as const, hosts: [] },
    { mode: 'none' as const, hosts: [] },
  ]) {
    for (const source of [
      `import { connect } from 'cloudflare:sockets';
       export default { async fetch() { await connect(${at}).opened; return new Response('open'); } }`,
      `import net from 'node:net';
       export default { fetch: () => new Promise((resolve, reject) => {
         net.connect({ host: '127.0.0.1', ...${at} }).on('connect', () => resolve(new Response('open'))).on('error', reject); }) }`,
    ]) {
      const { response, execution } = await host.call(host.deploy(source, { network }));
      expect(response.status).toBe(502);
      const { error_message } = await host.report(execution);
      expect(error_message).toMatch(
        network.mode === 'none' ? /not permitted to access/ : /but no other connections/,
      );
    }
  }
  expect(connected).toBe(0);
  server.close();
});

it('opens the address that the setting names, and no other port of it', async () => {
  const from = `http://127.0.0.1:${(redirector.address() as AddressInfo).port}`;
  const [opened, closed] = await ask(code(`return (await fetch(url, { redirect: 'manual' })).status;`), [
    `${from}/x`,
    host.url,
  ]);
  expect([opened, REFUSED.test(String(closed))]).toEqual([302, true]);
});

it.runIf(process.platform === 'linux')(
  'opens the network that the setting names, but for the addresses of the machine in it',
  async () => {
    const opened = await startHost({ allowedAddresses: ['127.0.0.0/8'] });
    try {
      const { response } = await opened.call(opened.deploy(FETCHES), {
        method: 'POST',
        body: JSON.stringify(urlsOf(['127.0.0.1', '127.0.0.2'])),
      });
      expect(await response.json()).toEqual([expect.stringMatching(REFUSED), 200]);
    } finally {
      await opened.close();
      reached = 0;
    }
  },
);

it('reaches nothing without network access, and only its hosts with a list', async () => {
  const urls = ['http://example.com/', 'http://api.example.org:8080/'];
  const [refused] = await ask(FETCHES, urls, { mode: 'none', hosts: [] });
  expect(refused).toContain('not permitted to access the internet');
  const hosts = ['api.example.org', '*.example.net', 'localhost'];
  const listed = await ask(FETCHES, [...urls, 'http://example.net/', ...urlsOf(['localhost'])], {
    mode: 'hosts',
    hosts: [...hosts, `localhost:${port}`],
  });
  expect(listed.slice(0, 3)).toEqual(
    ['example.com:80', 'api.example.org:8080', 'example.net:80'].map(
      (address) => `This function may not reach ${address}. Add it to the hosts of its network access.`,
    ),
  );
  // The list narrows what is public. It opens nothing else.
  expect(listed[3]).toMatch(REFUSED);
  expect(reached).toBe(0);
});
