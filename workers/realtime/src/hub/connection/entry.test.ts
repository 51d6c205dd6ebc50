import { signAccessToken } from '@selfdb/server/auth/tokens';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { describe, expect, it } from 'vitest';
import { createPerson } from '../../testing/tables.ts';
import { openLiveSocket, requestSocket, type SocketRequest } from '../testing/live-client.ts';

async function refused(request: SocketRequest) {
  const response = await requestSocket(request);
  expect(response.webSocket).toBeFalsy();
  const body: { code: string; detail: unknown } = JSON.parse(await response.text());
  return { status: response.status, ...body };
}

describe('a request for a socket', () => {
  it.each<[string, SocketRequest, number, string]>([
    ['no key', { headers: { 'X-API-Key': undefined } }, 401, 'unauthenticated'],
    ['a wrong key', { headers: { 'X-API-Key': 'wrong' } }, 401, 'unauthenticated'],
    [
      'a wrong key as a parameter',
      { headers: { 'X-API-Key': undefined }, query: { 'X-API-Key': 'x' } },
      401,
      'unauthenticated',
    ],
    ['a wrong token', { query: { token: 'x' } }, 401, 'unauthenticated'],
    ['a header that is not a token', { headers: { Authorization: 'Basic x' } }, 401, 'unauthenticated'],
    [
      'a wrong token as a subprotocol',
      { headers: { 'Sec-WebSocket-Protocol': 'phoenix, base64url.bearer.phx.eHg' } },
      401,
      'unauthenticated',
    ],
    ['another version', { query: { vsn: '1.0.0' } }, 422, 'validation_error'],
    ['an unknown parameter', { query: { x: '1' } }, 422, 'validation_error'],
    ['no WebSocket', { headers: { Upgrade: undefined } }, 426, 'upgrade_required'],
    ['no right to this port', { headers: { 'X-SelfDB-Internal': undefined } }, 401, 'unauthenticated'],
  ])('with %s is refused', async (_what, request, status, code) => {
    expect(await refused(request)).toMatchObject({ status, code });
  });

  it('with an expired token is refused', async () => {
    const { userId, sessionId } = await createPerson();
    const token = await signAccessToken(SECRETS.SECRET_KEY, { kind: 'user', userId, sessionId }, -1);
    expect(await refused({ headers: { Authorization: `Bearer ${token}` } })).toMatchObject({ status: 401 });
  });

  it.each([
    ['/realtime/socket', {}],
    ['/realtime/socket', { token: '' }],
    ['/realtime/socket/', { vsn: '2.0.0' }],
    ['/realtime/socket/websocket', { vsn: '2.0.0' }],
  ])('is accepted at %s with %j', async (path, query) => {
    const headers = { 'X-API-Key': undefined };
    const client = await openLiveSocket({ path, query: { ...query, 'X-API-Key': SECRETS.API_KEY }, headers });
    client.send(null, 1, 'phoenix', 'heartbeat', {});
    expect(await client.next('phx_reply')).toEqual([
      null,
      1,
      'phoenix',
      'phx_reply',
      { status: 'ok', response: {} },
    ]);
    client.close();
  });

  it('may have its token in a subprotocol, as Phoenix clients do', async () => {
    const { token } = await createPerson();
    const offered = `phoenix, base64url.bearer.phx.${btoa(token).replace(/=/g, '')}`;
    const response = await requestSocket({ headers: { 'Sec-WebSocket-Protocol': offered } });
    expect(response.headers.get('Sec-WebSocket-Protocol')).toBe('phoenix');
    response.webSocket?.accept();
    response.webSocket?.close();
  });

  it('cannot choose its caller, its properties or its id by headers', async () => {
    const person = await createPerson();
    const { userId, sessionId } = person;
    const visitor = JSON.stringify({ principal: { kind: 'user', userId, sessionId }, expiresAt: null });
    const claims = { 'X-SelfDB-Visitor': visitor, 'x-partykit-props': '{"a":1}', 'x-partykit-room': 'x' };
    const client = await openLiveSocket({ headers: claims });
    client.send('1', '1', 'room:x', 'phx_join', {});
    expect((await client.next('phx_reply'))[4]).toMatchObject({ status: 'error' });
    expect(await refused({ query: { _pk: 'x' } })).toMatchObject({ status: 422 });
    client.close();
  });
});
