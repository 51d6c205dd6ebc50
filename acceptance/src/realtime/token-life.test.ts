import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { createClient } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { marker, type Tokens } from '../world/users.ts';
import { claimsOf } from './claims.ts';
import { createMember, type Member } from './member.ts';
import { refusal } from './raw-socket.ts';
import { expectReason } from './reason.ts';

const LIFE_SECONDS = 4;
const MOST_DELAY_MS = 10_000;

let own: OwnSystem;

/** In milliseconds since 1970. */
const endOf = (token: string) => claimsOf(token).exp * 1000;

async function renew({ tokens }: Member): Promise<string> {
  const { system } = own;
  const anyone = createClient(system.baseUrl, system.apiKey).as(undefined);
  const answer = await anyone.post<Tokens>('/users/token/refresh', { refresh_token: tokens.refresh_token });
  expectStatus(answer, 200);
  tokens.refresh_token = answer.body.refresh_token;
  return answer.body.access_token;
}

/** The end of a socket, and when it came. */
async function endOfSocket(socket: ChannelClient) {
  const late = pause(MOST_DELAY_MS).then(() => undefined);
  const frame = await Promise.race([socket.closed, late]);
  return { code: frame?.code, reason: frame?.reason, at: Date.now() };
}

const enter = (token: string) => ChannelClient.open(token, {}, own.system);
const give = (socket: ChannelClient, token: string) =>
  socket.ask('phoenix', 'access_token', { access_token: token });

describeOwnSystem(`a system whose tokens live for ${LIFE_SECONDS} seconds`, () => {
  beforeAll(async () => {
    own = await startOwnSystem({ ACCESS_TOKEN_TTL_SECONDS: String(LIFE_SECONDS) });
  }, 120_000);
  afterAll(async () => {
    await own?.stop();
  }, 60_000);

  it.concurrent('closes a socket when its token expires, with a reason, and accepts that token no more', async () => {
    const [member, room] = [await createMember(own), `room:${marker()}`];
    const token = await renew(member);
    const socket = await enter(token);
    expect(await socket.join(room)).toMatchObject({ status: 'ok' });
    const { code, reason, at } = await endOfSocket(socket);
    expect([code, at >= endOf(token)]).toEqual([1008, true]);
    expectReason(reason);
    expect(reason).toMatch(/expired/);
    expectProblem(await refusal({ query: { token }, at: own.system }), 401);
  });

  it.concurrent('keeps a socket that was given a fresh token, and its channels, until that one ends', async () => {
    const [member, room] = [await createMember(own), `room:${marker()}`];
    const token = await renew(member);
    const socket = await enter(token);
    expect(await socket.join(room)).toMatchObject({ status: 'ok' });
    await pause(endOf(token) - 2_000 - Date.now());
    const fresh = await renew(member);
    expect(endOf(fresh)).toBeGreaterThan(endOf(token));
    expect(await give(socket, fresh)).toMatchObject({ status: 'ok' });
    await pause(endOf(token) + 500 - Date.now());
    expect(await socket.ask(room, 'presence', { event: 'track' })).toMatchObject({ status: 'ok' });
    const { code, at } = await endOfSocket(socket);
    expect([code, at >= endOf(fresh)]).toEqual([1008, true]);
  });

  it.concurrent('accepts no token of another user, no old one and no garbage as a fresh one, and keeps the socket open', async () => {
    const [member, other, room] = [await createMember(own), await createMember(own), `room:${marker()}`];
    const old = await renew(member);
    await pause(endOf(old) - Date.now());
    const [mine, theirs] = [await renew(member), await renew(other)];
    const socket = await enter(mine);
    expect(await socket.join(room)).toMatchObject({ status: 'ok' });
    for (const token of [theirs, old, `${mine}x`, '', 'garbage']) {
      const { status, response } = await give(socket, token);
      expect([token, status]).toEqual([token, 'error']);
      expectReason(response.reason);
    }
    expect(await socket.ask(room, 'presence', { event: 'track' })).toMatchObject({ status: 'ok' });
    const me = await socket.next('who is here', ({ event }) => event === 'presence_diff');
    expect(Object.keys(Object(me.payload.joins))).toEqual([member.id]);
    const { code, at } = await endOfSocket(socket);
    expect([code, at >= endOf(mine)]).toEqual([1008, true]);
  });

  it.concurrent('gives no identity to a socket that was opened without one', async () => {
    const socket = await ChannelClient.open(undefined, {}, own.system);
    expect(await give(socket, (await createMember(own)).tokens.access_token)).toMatchObject({
      status: 'error',
    });
    expect(await socket.join(`room:${marker()}`)).toMatchObject({ status: 'error' });
    await pause(LIFE_SECONDS * 1000);
    expect(await socket.ask('phoenix', 'heartbeat')).toMatchObject({ status: 'ok' });
    await socket.close();
  });
});
