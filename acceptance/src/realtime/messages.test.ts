import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { describeOwnSystem } from '../system-under-test/own-system.ts';
import { createPerson } from '../world/users.ts';
import { ControlClient } from './control-client.ts';
import { expectReason } from './reason.ts';

/** What a socket may send a second, on average; twice as many at once. */
const MOST_A_SECOND = 100;

describeOwnSystem('a client that sends too much', () => {
  let control: ControlClient;
  beforeAll(async () => {
    control = await ControlClient.open(await createPerson());
  });
  afterAll(() => control.close());

  it('is refused what is too much, with a reason, and heard again afterwards', async () => {
    const socket = await ChannelClient.open();
    const sent = Array.from({ length: 400 }, () => socket.send('phoenix', 'heartbeat'));
    await socket.until('every reply', () => socket.frames.length >= sent.length);
    expect(socket.frames.map(({ ref }) => ref)).toEqual(sent);
    const statuses = socket.frames.map(({ payload }) => payload.status);
    const firstRefused = statuses.indexOf('error');
    expect(firstRefused).toBeGreaterThanOrEqual(MOST_A_SECOND * 2);
    const { reason } = Object(socket.frames[firstRefused]?.payload.response);
    expectReason(reason);
    expect(reason).toMatch(String(MOST_A_SECOND));
    await expect
      .poll(() => socket.ask('phoenix', 'heartbeat'), { timeout: 30_000, interval: 500 })
      .toMatchObject({ status: 'ok' });
    await control.expectEveryChange();
    await socket.close();
  });

  it('is shut out when it does not stop', async () => {
    const socket = await ChannelClient.open();
    for (let n = 0; n < 5_000; n += 1) socket.send('phoenix', 'heartbeat');
    await control.expectEveryChange();
    const { code, reason } = await socket.closed;
    expect(code).toBe(1008);
    expectReason(reason);
    await control.expectEveryChange();
  });
});
