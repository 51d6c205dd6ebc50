import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, expectUserDeleted } from '../expectations.ts';
import { admin, anyone, createPerson, type Person, system } from '../world/users.ts';
import { claimsOf } from './claims.ts';
import { ControlClient } from './control-client.ts';
import { enter, type Knock, refusal, SOCKET_PATH } from './raw-socket.ts';

let owner: Person;
let control: ControlClient;
beforeAll(async () => {
  owner = await createPerson();
  control = await ControlClient.open(owner);
});
afterEach(() => control.expectEveryChange());
afterAll(() => control.close());

/** With the key in the header, or nowhere. */
const key = (value: string | undefined) => ({ headers: { 'X-API-Key': value } });

/** With a later end, and so the signature of something else. */
function tamper(token: string): string {
  const [head, , signature] = token.split('.');
  const claims = claimsOf(token);
  const other = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString('base64url');
  return [head, other, signature].join('.');
}

function unsigned(token: string): string {
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return [head, token.split('.')[1], ''].join('.');
}

describe('the door', () => {
  const paths = [SOCKET_PATH, `${SOCKET_PATH}/`, `${SOCKET_PATH}/websocket`, `${SOCKET_PATH}/websocket/`];

  it.each(paths)('is at %s, for callers with the key in the header or in the query', async (path) => {
    for (const knock of [
      { path },
      { path, query: { 'X-API-Key': system.apiKey, vsn: '2.0.0' }, ...key(undefined) },
    ]) {
      const socket = await enter(knock);
      await socket.send('[null,"1","phoenix","heartbeat",{}]');
      await expect.poll(() => socket.texts.length).toBe(1);
      expect(JSON.parse(socket.texts[0] ?? '')).toEqual([
        ...[null, '1', 'phoenix', 'phx_reply'],
        { status: 'ok', response: {} },
      ]);
      socket.destroy();
    }
  });

  it.each<[string, Knock]>([
    ['no key', key(undefined)],
    ['a wrong key', key('wrong')],
    ['an empty key', key('')],
    ['a wrong key in the query', { ...key(undefined), query: { 'X-API-Key': 'wrong' } }],
    ['a token that is none', { query: { token: 'garbage' } }],
    ['another scheme than Bearer', { headers: { Authorization: 'Basic YTpi' } }],
  ])('is closed with 401 to %s', async (_, knock) => {
    expectProblem(await refusal(knock), 401);
  });

  it('is closed with 401 to tokens that are forged or for something else', async () => {
    const { access_token, refresh_token } = owner.tokens;
    for (const token of [tamper(access_token), unsigned(access_token), `${access_token}x`, refresh_token]) {
      expectProblem(await refusal({ query: { token } }), 401);
      expectProblem(await refusal({ headers: { Authorization: `Bearer ${token}` } }), 401);
    }
    const offer = `phoenix, base64url.bearer.phx.${Buffer.from(tamper(access_token)).toString('base64url')}`;
    expectProblem(await refusal({ headers: { 'Sec-WebSocket-Protocol': offer } }), 401);
  });

  it.each<[string, (person: Person) => Promise<unknown>]>([
    ['has logged out', async (person) => expectStatus(await person.post('/users/logout', {}), 200)],
    ['was deleted', async ({ id }) => expectUserDeleted(await admin.del(`/users/${id}`))],
    [
      'was deactivated',
      async ({ id }) => expectStatus(await admin.patch(`/users/${id}`, { isActive: false }), 200),
    ],
  ])('is closed with 401 to the token of a user who %s', async (_, end) => {
    const person = await createPerson();
    const { access_token: token } = person.tokens;
    (await enter({ query: { token } })).destroy();
    await end(person);
    expectProblem(await refusal({ query: { token } }), 401);
  });

  it('lets no caller in as another user by internal headers', async () => {
    const { id } = owner;
    const visitor = JSON.stringify({
      principal: { kind: 'user', userId: id, sessionId: id },
      expiresAt: null,
    });
    const socket = await enter({ headers: { 'X-SelfDB-Visitor': visitor, 'x-partykit-props': visitor } });
    await socket.send('["1","1","room:lobby","phx_join",{}]');
    await expect.poll(() => socket.texts.join()).toMatch('"status":"error"');
    socket.destroy();
  });

  it.each(['1.0.0', '3', '2.0.0 '])('takes no other protocol than 2.0.0: not %j', async (vsn) => {
    expectInvalid(await refusal({ query: { vsn } }), 'query', 'vsn');
  });

  it('names a parameter that it does not know', async () => {
    expectInvalid(await refusal({ query: { tokn: owner.tokens.access_token } }), 'query', 'tokn');
  });
});

describe('other ways to come', () => {
  it.each([`${SOCKET_PATH}s`, `${SOCKET_PATH}/longpoll`, `${SOCKET_PATH}/websocket/x`, '/realtime'])(
    'there is no socket at %s',
    async (path) => {
      expectProblem(await refusal({ path }), 404);
    },
  );

  it('without Upgrade it is asked for', async () => {
    for (const headers of [
      { Upgrade: undefined, Connection: undefined },
      { Upgrade: 'h2c', Connection: 'Upgrade' },
    ]) {
      expectProblem(await refusal({ headers }), 426);
    }
    expectProblem(await anyone.get(SOCKET_PATH), 426);
  });

  it('by another method it is refused', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await anyone.call(method, SOCKET_PATH);
      expectProblem(answer, 405);
      expect(answer.headers.get('allow')).toMatch(/GET/);
      expectStatus(await refusal({ method }), 400, 405);
    }
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['version', { 'Sec-WebSocket-Version': '8' }],
    ['key', { 'Sec-WebSocket-Key': undefined }],
  ])('a handshake with a wrong %s is refused with a sentence', async (_, headers) => {
    const answer = await refusal({ headers });
    expectStatus(answer, 400, 426);
    expect(answer.text).toMatch(/websocket/i);
  });
});
