import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { sign as signAsGitHub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { identifyDelivery } from './delivery-id.ts';
import { type SignatureScheme, schemeOf } from './scheme.ts';
import { signStandard, verifySignature } from './signature.ts';
import { isUsableSecret, newSigningSecret, signingKey } from './signing-key.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SECONDS = NOW / 1000;
const SECRET = newSigningSecret();
const BODY = '{"id":"evt_1","text":"Grüße 🐘\\n"}';
const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const hmac = async (text: string, secret = SECRET) => {
  const signature = await crypto.subtle.sign('HMAC', await signingKey('generic', secret), bytes(text));
  return Buffer.from(signature).toString('hex');
};
const stripe = (timestamp = SECONDS, secret = SECRET) =>
  Stripe.webhooks.generateTestHeaderStringAsync({
    payload: BODY,
    secret,
    timestamp,
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
  });

/** The headers with which each provider's own library, or its documentation, signs BODY. */
const SIGNED: Record<SignatureScheme, (seconds?: number) => Promise<Record<string, string>>> = {
  github: async () => ({ 'X-Hub-Signature-256': await signAsGitHub(SECRET, BODY) }),
  stripe: async (seconds) => ({ 'Stripe-Signature': await stripe(seconds) }),
  slack: async (seconds = SECONDS) => ({
    'X-Slack-Request-Timestamp': String(seconds),
    'X-Slack-Signature': `v0=${await hmac(`v0:${seconds}:${BODY}`)}`,
  }),
  'standard-webhooks': async (seconds = SECONDS) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': new Webhook(SECRET).sign('msg_1', new Date(seconds * 1000), BODY),
  }),
  generic: async () => ({ 'X-Webhook-Signature': await hmac(BODY) }),
};
const schemes = Object.keys(SIGNED) as SignatureScheme[];
const timed = schemes.filter((scheme) => scheme !== 'github' && scheme !== 'generic');

const verify = (
  scheme: SignatureScheme,
  headers: Record<string, string>,
  { body = BODY, secrets = [SECRET], now = NOW } = {},
) => verifySignature(scheme, { headers: new Headers(headers), body: bytes(body) }, secrets, now);

it.each(schemes)(
  '%s: takes what its provider signs, with the current secret or the one before',
  async (scheme) => {
    const headers = await SIGNED[scheme]();
    expect(await verify(scheme, headers)).toBe('valid');
    expect(await verify(scheme, headers, { secrets: [newSigningSecret(), SECRET] })).toBe('valid');
    expect(await verify(scheme, headers, { secrets: [newSigningSecret()] })).toBe('wrong');
    expect(await verify(scheme, headers, { secrets: [] })).toBe('wrong');
  },
);

it.each(schemes)('%s: refuses another body, no signature, and any other form of one', async (scheme) => {
  const headers = await SIGNED[scheme]();
  expect(await verify(scheme, headers, { body: `${BODY} ` })).toBe('wrong');
  expect(await verify(scheme, {})).toBe('missing');
  const [name, value] = Object.entries(headers).find(([key]) => /signature/i.test(key)) ?? ['', ''];
  for (const other of ['', 'x', value.slice(0, -1), `${value}0`, `${value}zz`, value.replace(/[=,]/, ':')]) {
    if (other === value) continue;
    expect(await verify(scheme, { ...headers, [name]: other }), other).not.toBe('valid');
  }
});

it.each(timed)('%s: takes a time within five minutes, before or after', async (scheme) => {
  for (const [difference, verdict] of [
    [-300, 'valid'],
    [300, 'valid'],
    [-301, 'outside_time_window'],
    [301, 'outside_time_window'],
  ] as const) {
    expect(await verify(scheme, await SIGNED[scheme](SECONDS + difference)), String(difference)).toBe(
      verdict,
    );
  }
  const old = await SIGNED[scheme](SECONDS - 1000);
  const moved = Object.entries(old).map(([key, value]) => [
    key,
    value.replace(String(SECONDS - 1000), String(SECONDS)),
  ]);
  expect(await verify(scheme, Object.fromEntries(moved))).toBe('wrong');
});

it('verifies all examples of GitHub, signed by its own library, and none of them under another one', async () => {
  const payloads = examples.flatMap((event) => event.examples.map((example) => JSON.stringify(example)));
  expect(payloads).toHaveLength(329);
  let before = '';
  for (const payload of payloads) {
    const headers = { 'X-Hub-Signature-256': await signAsGitHub(SECRET, payload) };
    expect(await verify('github', headers, { body: payload })).toBe('valid');
    if (payload !== before) expect(await verify('github', headers, { body: before })).toBe('wrong');
    before = payload;
  }
});

it('Stripe and Standard Webhooks: one signature of several is enough, and other versions are ignored', async () => {
  const [, current] = (await stripe()).split(',');
  const [, other] = (await stripe(SECONDS, newSigningSecret())).split(',');
  const time = `t=${SECONDS}`;
  const given = (header: string) => verify('stripe', { 'Stripe-Signature': header });
  expect(await given([time, other, current, 'v0=abc'].join(','))).toBe('valid');
  expect(await given([time, time, current].join(','))).toBe('malformed');
  expect(await given([time, ...Array<string>(11).fill(current ?? '')].join(','))).toBe('malformed');
  expect(await given(time)).toBe('malformed');
  const standard = await SIGNED['standard-webhooks']();
  const signatures = `v1a,abc v1,${'A'.repeat(43)}= ${standard['webhook-signature']}`;
  expect(await verify('standard-webhooks', { ...standard, 'webhook-signature': signatures })).toBe('valid');
  expect(await verify('standard-webhooks', { ...standard, 'webhook-id': 'a.b' })).toBe('malformed');
});

it('the generic signature may have a prefix and capital letters', async () => {
  const hex = await hmac(BODY);
  for (const header of [hex, hex.toUpperCase(), `sha256=${hex}`]) {
    expect(await verify('generic', { 'X-Webhook-Signature': header })).toBe('valid');
  }
  expect(await verify('generic', { 'X-Webhook-Signature': `sha1=${hex}` })).toBe('malformed');
});

it('the library of Standard Webhooks verifies what the system sends', async () => {
  const now = Date.now();
  const headers = await signStandard('msg_2', bytes(BODY), SECRET, now);
  expect(new Webhook(SECRET).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(newSigningSecret()).verify(BODY, headers)).toThrow();
  expect(await verify('standard-webhooks', headers, { now })).toBe('valid');
});

it('a provider is known by its name, and any other signs in the generic way', () => {
  expect(['GitHub', ' stripe ', 'shopify', 'generic', 'constructor', null].map(schemeOf)).toEqual([
    'github',
    'stripe',
    'generic',
    'generic',
    'generic',
    'generic',
  ]);
});

it('a secret of Standard Webhooks must be base64', () => {
  expect(
    ['whsec_AAAA', 'AAAA', 'whsec_', 'not base64!', 'AAA'].map((s) => isUsableSecret('standard-webhooks', s)),
  ).toEqual([true, true, false, false, false]);
  expect(isUsableSecret('github', 'not base64!')).toBe(true);
});

it.each([
  ['github', { 'X-GitHub-Delivery': 'd' }, BODY, 'd'],
  ['standard-webhooks', { 'webhook-id': 'm' }, BODY, 'm'],
  ['stripe', {}, BODY, 'evt_1'],
  ['stripe', {}, 'no JSON', null],
  ['stripe', {}, '{"id":5}', null],
  ['slack', { 'X-Slack-Signature': 'v0=a' }, '{"event_id":"Ev1"}', 'Ev1'],
  ['slack', { 'X-Slack-Signature': 'v0=a' }, 'token=a&command=/b', 'v0=a'],
  ['generic', { 'Idempotency-Key': 'k', 'X-Webhook-Id': 'w' }, BODY, 'w'],
  ['generic', { 'X-Webhook-Id': 'w'.repeat(256) }, BODY, null],
  ['generic', {}, BODY, null],
] as const)('%s: the id of a delivery with %j and %s is %s', (scheme, headers, body, id) => {
  expect(identifyDelivery(scheme, new Headers(headers), bytes(body)).providerDeliveryId).toBe(id);
});
