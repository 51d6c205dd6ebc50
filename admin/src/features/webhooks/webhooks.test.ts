import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { NEW_WEBHOOK, problemsOfWebhook, toCreateWebhook } from './create/webhook-draft.ts';
import { deliveryWords, readDeliveryStatus } from './deliveries/delivery-words.ts';
import { isLocalAddress } from './deliveries/local-address.ts';
import { prettyBody } from './deliveries/pretty-body.ts';
import { PRESETS, presetOf } from './presets/presets.ts';
import { retryDelays } from './settings/retry-plan.ts';
import { curlCommand } from './try/curl-command.ts';
import { eventHeaders, signRequest } from './try/sign-request.ts';

const SECRET = 'whsec_ShPvUr/vyFU4G3VNax+tC/scv9xt7hc1oDw6j0jJagg=';
const NOW = 1_700_000_000_000;

it.each(PRESETS.map(({ id }) => id))(
  'a test request of %s is signed in the browser as by openssl',
  async (scheme) => {
    const body = `{"text":"it's ü"}`;
    const signed = await signRequest({ scheme, secret: SECRET, body, now: NOW, id: `msg_${NOW / 1000}` });
    const url = 'http://127.0.0.1/webhooks/in/x';
    const command = curlCommand({ scheme, url, secret: SECRET, event: 'a.b', body });
    // In place of curl, a function that prints what it is given.
    const stubs = `curl() { printf '%s\\n' "$@"; }; date() { echo ${NOW / 1000}; }`;
    const printed = execFileSync('bash', ['-c', `${stubs}\n${command}`], { encoding: 'utf8' }).split('\n');
    expect(printed.slice(0, 3)).toEqual(['-X', 'POST', url]);
    expect(printed.slice(-3, -1)).toEqual(['--data-binary', body]);
    expect(printed).toEqual(
      expect.arrayContaining(Object.entries(signed).map((header) => header.join(': '))),
    );
    expect(Object.keys(signed)).toContain(presetOf(scheme).header);
  },
);

it('the signatures of GitHub are those of its documentation', async () => {
  // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  const request = { scheme: 'github', secret: "It's a Secret to Everybody", body: 'Hello, World!' } as const;
  expect(await signRequest({ ...request, now: NOW, id: '' })).toEqual({
    'X-Hub-Signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  });
});

it.each([
  ['fixed', [60, 60, 60, 60]],
  ['linear', [60, 120, 180, 200]],
  ['exponential', [60, 120, 200, 200]],
] as const)('the delays of the strategy %s end at the longest', (retry_backoff_strategy, delays) => {
  const policy = { retry_attempts: 4, retry_delay_seconds: 60, retry_max_delay_seconds: 200 };
  expect(retryDelays({ ...policy, retry_backoff_strategy })).toEqual(delays);
});

it.each([
  ['http://localhost:8000/webhooks/in/x', true],
  ['http://192.168.1.7/webhooks/in/x', true],
  ['https://hooks.example.com/in/x', false],
  ['https://172.15.0.1/in/x', false],
])('%s: only this network reaches it: %s', (url, isLocal) => {
  expect(isLocalAddress(url)).toBe(isLocal);
});

it('a body is shown with lines, and with its numbers as they came', () => {
  expect(prettyBody('{"id":12345678901234567890}')).toBe('{\n  "id": 12345678901234567890\n}');
  expect(prettyBody('a=1&b=2')).toBe('a=1&b=2');
});

it('a provider that is no preset signs in the generic way', () => {
  expect([presetOf(' GitHub ').id, presetOf('acme').id, presetOf(null).id]).toEqual([
    'github',
    'generic',
    'generic',
  ]);
  expect(eventHeaders('github', 'push', '1')).toEqual({ 'X-GitHub-Event': 'push', 'X-GitHub-Delivery': '1' });
});

it('a draft needs a name and a function, and for Slack its secret', () => {
  expect(Object.keys(problemsOfWebhook(NEW_WEBHOOK))).toEqual(['name', 'functionId']);
  const slack = { ...NEW_WEBHOOK, preset: 'slack' as const, name: ' a ', functionId: 'f' };
  expect(Object.keys(problemsOfWebhook(slack))).toEqual(['secret']);
  expect(toCreateWebhook({ ...slack, secret: ' s ', events: ' message ' })).toEqual({
    ...{ name: 'a', function_id: 'f', provider: 'slack', provider_event_type: 'message' },
    ...{ require_signature: true, secret_key: 's' },
  });
  const own = { ...slack, preset: 'generic' as const, provider: 'acme', requireSignature: false };
  expect(toCreateWebhook(own)).toEqual({
    ...{ name: 'a', function_id: 'f', provider: 'acme', provider_event_type: null },
    require_signature: false,
  });
});

it('a status is a word; what is none has none', () => {
  expect([deliveryWords('retry_pending')?.label, deliveryWords('gone'), readDeliveryStatus('any')]).toEqual([
    'will retry',
    undefined,
    undefined,
  ]);
});
