import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost;
let neighbour: FunctionCode;
beforeAll(async () => {
  host = await startHost();
  neighbour = host.deploy(`export default { fetch: () => new Response('well') }`);
});
afterAll(() => host.close());

const wait = 'await new Promise((done) => setTimeout(done, 60000));';
const ATTACKS: [name: string, source: string, status: number, faults: (string | null)[]][] = [
  ['while (true)', 'export default { fetch() { console.log("before"); while (true); } }', 504, ['hung']],
  ['microtasks without end', 'export default { async fetch() { for (;;) await null; } }', 504, ['hung']],
  [
    'a regular expression that takes exponential time',
    `export default { fetch: () => new Response(String(/^(a+)+$/.test('a'.repeat(60) + 'b'))) }`,
    504,
    ['hung'],
  ],
  ['a loop while it loads', 'while (true); export default { fetch() {} }', 504, ['hung']],
  [
    'arrays of 4 GB',
    'export default { fetch() { const a = []; for (;;) a.push(new Array(100000).fill(1.5)); } }',
    502,
    ['memory', 'crashed'],
  ],
  [
    'buffers without end',
    'export default { fetch() { const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1)); } }',
    502,
    ['memory', 'crashed', null],
  ],
  [
    'WebAssembly memory',
    `export default { async fetch() { const a = []; for (;;) { const m = new WebAssembly.Memory({ initial: 1000 });
      new Uint8Array(m.buffer).fill(1); a.push(m); } } }`,
    502,
    ['memory', 'crashed', null],
  ],
  [
    'as many timers as workerd allows',
    `export default { async fetch() { for (let i = 0; i < 9990; i++) setInterval(() => {}, 1); ${wait} } }`,
    504,
    ['timeout', 'hung'],
  ],
];

it.each(ATTACKS)('survives %s, while a neighbour answers', async (_, source, status, faults) => {
  const code = host.deploy(source, { timeout_ms: status === 504 ? 2000 : 20_000 });
  const { call, isOver } = follow(host.call(code));
  while (!isOver()) {
    const { response } = await host.call(neighbour);
    expect(await response.text()).toBe('well');
    await sleep(50);
  }
  const { response, execution } = await call;
  expect(response.status).toBe(status);
  const report = await host.report(execution);
  expect(faults).toContain(report.fault);
  expect(report.status).toBe(status === 504 ? 'timeout' : 'failed');
});

it('ends a promise that never settles', async () => {
  const code = host.deploy('export default { fetch: () => new Promise(() => {}) }', { timeout_ms: 1000 });
  const { response, execution } = await host.call(code);
  expect([502, 504]).toContain(response.status);
  expect((await host.report(execution)).status).not.toBe('completed');
});

it('ends a waitUntil that never does', async () => {
  const source = `export default { fetch(request, env, ctx) { ctx.waitUntil(new Promise((done) => setTimeout(done, 60000)));
    return new Response('now'); } }`;
  const { response, execution } = await host.call(host.deploy(source, { timeout_ms: 500 }));
  expect(await response.text()).toBe('now');
  expect(await host.report(execution)).toMatchObject({ status: 'timeout', fault: 'timeout' });
});

it('ends a body that never does', async () => {
  const source = `export default { fetch: () => new Response(new ReadableStream({ async pull(c) {
    await new Promise((done) => setTimeout(done, 5)); c.enqueue(new Uint8Array(1000)); } })) }`;
  const { response, execution } = await host.call(host.deploy(source, { timeout_ms: 700 }));
  await expect(response.bytes()).rejects.toThrow();
  expect(await host.report(execution)).toMatchObject({ status: 'timeout' });
});

it('keeps at most 256 KiB of 100 MB of logs', async () => {
  const source = `export default { fetch() { for (let i = 0; i < 1000; i++) console.log('x'.repeat(100000)); return new Response('ok'); } }`;
  const { response, execution } = await host.call(host.deploy(source));
  await response.text();
  const report = await host.report(execution);
  expect(JSON.stringify(report.logs).length).toBeLessThan(300_000);
  expect(report.logs_truncated).toBe(true);
});

it('keeps what a killed function had logged', async () => {
  const source =
    'export default { async fetch() { console.log("my last words"); await new Promise((d) => setTimeout(d, 50)); while (true); } }';
  const { execution } = await host.call(host.deploy(source, { timeout_ms: 500 }));
  expect((await host.report(execution)).logs.map(({ message }) => message).join()).toContain('my last words');
});

function follow<T>(call: Promise<T>) {
  let over = false;
  const done = () => {
    over = true;
  };
  call.then(done, done);
  return { call, isOver: () => over };
}
