import { networkInterfaces } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost;
afterEach(() => host.close());

const FETCHES = `export default { async fetch(request) {
  const answers = [];
  for (const url of await request.json()) {
    try { answers.push((await fetch(url, { signal: AbortSignal.timeout(4000) })).status); }
    catch (error) { answers.push(error.message); }
  }
  return Response.json(answers);
} }`;

it('refuses the machine, its networks and what is not public, however it is written', async () => {
  host = await startHost();
  const port = new URL(host.apiUrl).port;
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const names = own.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  const hosts = [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0177.0.0.1',
    '0x7f.1',
    '0.0.0.0',
  ];
  const others = [
    '169.254.169.254',
    '10.0.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
  ];
  const urls = [...hosts, ...names, ...others].map((name) => `http://${name}:${port}/`);
  const { response } = await host.call(host.deploy(FETCHES, { timeout_ms: 60_000 }), {
    method: 'POST',
    body: JSON.stringify(urls),
  });
  const answers = (await response.json()) as unknown[];
  expect(
    answers.map((answer) => /can't be reached\. Functions reach public addresses only/.test(String(answer))),
  ).toEqual(urls.map(() => true));
});

it('opens the address that the setting names, and no other port of it', async () => {
  const target = await startHost();
  host = await startHost({ allowedAddresses: [new URL(target.apiUrl).host] });
  const urls = [target.apiUrl, target.url];
  const { response } = await host.call(host.deploy(FETCHES), { method: 'POST', body: JSON.stringify(urls) });
  expect(await response.json()).toEqual([200, expect.stringContaining("can't be reached")]);
  await target.close();
});

it('reaches nothing without network access, and only its hosts with a list', async () => {
  host = await startHost();
  const body = JSON.stringify(['http://example.com/']);
  const none = host.deploy(FETCHES, { network: { mode: 'none', hosts: [] } });
  const [refused] = (await (await host.call(none, { method: 'POST', body })).response.json()) as string[];
  expect(refused).toContain('not permitted to access the internet');
  const listed = host.deploy(FETCHES, { network: { mode: 'hosts', hosts: ['api.example.org'] } });
  expect(await (await host.call(listed, { method: 'POST', body })).response.json()).toEqual([
    'This function may not reach example.com:80. Add it to the hosts of its network access.',
  ]);
});
