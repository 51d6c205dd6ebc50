import type { EndedEvent, FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { besideNeighbour, WELL } from './testing/neighbour.ts';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost;
let neighbour: FunctionCode;
beforeAll(async () => {
  // Without spares, each process is that of a function.
  host = await startHost({ spares: 0 });
  neighbour = host.deploy(WELL);
  await (await host.call(neighbour)).response.text();
});
afterAll(() => host.close());

const wait = 'await new Promise((done) => setTimeout(done, 60000));';
const handler = (body: string) => `export default { async fetch(request, env, ctx) { ${body} } }`;

interface Attack {
  source: string;
  /** Undefined when the answer breaks off. */
  status: number | undefined;
  report: Partial<Record<keyof EndedEvent, unknown>>;
  timeout_ms?: number;
}

const hung = { status: 504, report: { status: 'timeout', fault: 'hung' } };
const tooMuch = { status: 502, report: { status: 'failed', fault: 'memory' }, timeout_ms: 20_000 };
const tooLong = { status: 504, report: { status: 'timeout', fault: 'timeout' } };

const ATTACKS: Record<string, Attack> = {
  'while (true)': { ...hung, source: handler('console.log("last words"); while (true);') },
  'microtasks without end': {
    ...hung,
    source: handler('console.log("last words"); for (;;) await null;'),
  },
  'a regular expression that takes exponential time': {
    ...hung,
    source: handler(`return new Response(String(/^(a+)+$/.test('a'.repeat(60) + 'b')))`),
  },
  'a loop while it loads': { ...hung, source: 'while (true); export default { fetch() {} }' },
  'arrays without end': {
    ...tooMuch,
    source: handler('console.log("last words"); const a = []; for (;;) a.push(new Array(100000).fill(1.5));'),
  },
  'objects without end': { ...tooMuch, source: handler('const a = []; for (;;) a.push({ at: a.length });') },
  'strings without end': {
    ...tooMuch,
    source: handler(`let text = 'a'; const a = []; for (;;) {
      text += text + a.length; a.push(text.slice(1)); JSON.stringify(a); }`),
  },
  'calls of itself without end': {
    ...tooMuch,
    source: `import { exports } from 'cloudflare:workers'; ${handler('return exports.default.fetch(request);')}`,
  },
  'ten thousand timers': {
    ...tooLong,
    source: handler(`for (let i = 0; i < 9999; i += 1) setInterval(() => {}, 1); ${wait}`),
  },
  'more timers than workerd allows': {
    status: 502,
    report: {
      status: 'failed',
      fault: null,
      error_message: expect.stringContaining('number of active timeouts'),
    },
    source: handler(`for (let i = 0; i < 10000; i += 1) setInterval(() => {}, 1); ${wait}`),
  },
  'a promise that never settles': {
    status: 502,
    report: { status: 'failed', fault: null, error_message: expect.stringContaining('nothing can settle') },
    source: handler('return new Promise(() => {});'),
  },
  'a waitUntil that never ends': {
    status: 200,
    report: { status: 'timeout', fault: 'timeout', response_status: 200 },
    source: handler(`ctx.waitUntil((async () => { ${wait} })()); return new Response('now');`),
  },
  'a body that never ends': {
    status: undefined,
    report: { status: 'timeout', fault: 'timeout', response_status: 200 },
    source: handler(`return new Response(new ReadableStream({ async pull(controller) {
      await new Promise((done) => setTimeout(done, 5)); controller.enqueue(new Uint8Array(1000)); } }));`),
  },
  '100 MB of logs': {
    status: 200,
    report: { status: 'completed', fault: null, logs_truncated: true },
    source: handler(
      `for (let i = 0; i < 1000; i += 1) console.log('x'.repeat(100000)); return new Response('ok');`,
    ),
    timeout_ms: 20_000,
  },
  'an abort of its isolate': {
    status: 502,
    report: { status: 'failed' },
    source: `import { abortIsolate } from 'cloudflare:workers'; ${handler('abortIsolate();')}`,
  },
};

/** The whole of a call: its answer, the end of its body, and its report. */
async function attack(code: FunctionCode) {
  const { response, execution } = await host.call(code);
  const body = await response.text().catch(() => undefined);
  return { response, body, report: await host.report(execution) };
}

it.each(Object.keys(ATTACKS))('survives %s, while a neighbour answers', async (name) => {
  const { source, status, report: expected, timeout_ms = 1500 } = ATTACKS[name] as Attack;
  const code = host.deploy(source, { timeout_ms });
  const before = new Set(host.runners());
  const { result, seen } = await besideNeighbour(host, neighbour, () => attack(code));
  if (status) expect(result.response.status).toBe(status);
  else expect(result.body).toBeUndefined();
  expect(result.report).toMatchObject(expected);
  const logged = JSON.stringify(result.report.logs);
  expect(logged.length).toBeLessThan(300_000);
  expect(logged).not.toMatch(/workerd|tcmalloc|signal/);
  if (source.includes('last words')) expect(logged).toContain('last words');
  const own = [...seen].filter((pid) => !before.has(pid));
  expect(own).toHaveLength(1);
  if (result.report.fault === 'hung' || result.report.fault === 'memory')
    expect(host.runners().filter((pid) => own.includes(pid))).toEqual([]);
  const fixed = host.deploy(WELL, { id: code.id, revision: 2 });
  expect(await (await host.call(fixed)).response.text()).toBe('well');
});

it.each([
  ['buffers', 'a.push(new Uint8Array(1e7).fill(1));'],
  [
    'WebAssembly memory',
    'const m = new WebAssembly.Memory({ initial: 1000 }); new Uint8Array(m.buffer).fill(1); a.push(m);',
  ],
])('survives 4 GB of %s: refused to the function, or its end', async (_, grow) => {
  const source = handler(`console.log('last words'); const a = []; for (;;) { ${grow} }`);
  const code = host.deploy(source, { timeout_ms: 20_000 });
  const { result } = await besideNeighbour(host, neighbour, () => attack(code));
  expect(result.response.status).toBe(502);
  const { fault, error_message, logs } = result.report;
  if (fault === null) expect(error_message).toMatch(/^RangeError: /);
  else expect(fault).toBe('memory');
  expect(JSON.stringify(logs)).toContain('last words');
});

it('keeps what a killed execution had written to each stream, and nothing of the executions before it', async () => {
  const source =
    handler(`const text = await request.text(); console.log('out ' + text); console.error('err ' + text);
    await new Promise((done) => setTimeout(done, 50)); if (text === 'two') while (true); return new Response(text);`);
  const code = host.deploy(source, { timeout_ms: 500 });
  await (await host.call(code, { method: 'POST', body: 'one' })).response.text();
  const { execution } = await host.call(code, { method: 'POST', body: 'two' });
  const { logs } = await host.report(execution);
  expect(logs.map(({ message }) => message.split('\n').sort())).toEqual([['err two', 'out two']]);
});
