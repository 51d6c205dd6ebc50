import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { marker } from '../world/users.ts';
import { ControlClient } from './control-client.ts';
import { createMember } from './member.ts';
import { realtimeMemory } from './memory.ts';
import { enter, type RawSocket } from './raw-socket.ts';
import { expectReason } from './reason.ts';

const MEBIBYTE = 1024 * 1024;
const MOST_BUFFERED_BYTES = 4 * MEBIBYTE;
const MOST_FRAME_BYTES = 256 * 1024;
/** What waits for the garbage collector at one measurement and not at the other; far less than is sent in between. */
const NOISE_BYTES = 80 * MEBIBYTE;
const CHANGES = 128;
const CHANGES_AT_ONCE = 8;

let own: OwnSystem;
let control: ControlClient;

async function join(topic: string, token?: string): Promise<RawSocket> {
  const socket = await enter({ at: own.system, query: { token } });
  await socket.send(`["join","join","${topic}","phx_join",{}]`);
  await expect.poll(() => socket.texts[0]).toMatch('"status":"ok"');
  return socket;
}

const connections = async () =>
  (await own.boss.get<{ connections: number }>('/realtime/status')).body.connections;

/** Fails if the realtime process has grown after the work; where that can't be measured, the work is only done. */
async function expectNoGrowth(work: () => Promise<void>): Promise<void> {
  const before = await realtimeMemory(own.system);
  await work();
  const after = await realtimeMemory(own.system);
  if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(NOISE_BYTES);
}

/** Writes some hundred megabytes, all of which the control client receives. */
async function writeMuch(changes = CHANGES): Promise<void> {
  for (let n = 0; n < changes; n += CHANGES_AT_ONCE) {
    await control.writeLarge(CHANGES_AT_ONCE, MEBIBYTE);
    await control.expectEveryChange();
  }
}

describeOwnSystem('a system with small buffers', () => {
  let deaf: RawSocket[];
  let talking: NodeJS.Timeout;

  beforeAll(async () => {
    own = await startOwnSystem({
      REALTIME_MAX_BUFFERED_BYTES: String(MOST_BUFFERED_BYTES),
      REALTIME_MAX_FRAME_BYTES: String(MOST_FRAME_BYTES),
      REALTIME_LOG_MAX_BYTES: String(64 * MEBIBYTE),
    });
    control = await ControlClient.open(own.boss, own.system);
    control.startHeartbeat();
    // Whatever grows once has grown.
    await writeMuch(64);
  }, 120_000);
  afterEach(() => control.expectEveryChange());
  afterAll(async () => {
    clearInterval(talking);
    await control?.close();
    await own?.stop();
  }, 60_000);

  it('sends clients that read nothing no more than they may have, and the others everything', async () => {
    deaf = await Promise.all(Array.from({ length: 5 }, () => join(control.topic)));
    for (const socket of deaf) socket.pause();
    // It is not for silence that they will be cut; and most send heartbeats as if they had read the replies.
    const say = (socket: RawSocket, n: number) =>
      void socket.send(
        n === 0 ? '[null,null,"nobody","hello",{}]' : '[null,"beat","phoenix","heartbeat",{}]',
      );
    talking = setInterval(() => deaf.forEach(say), 50);
    await expectNoGrowth(() => writeMuch());
  });

  it('takes a frame of exactly so many bytes, and none of one more', async () => {
    const frameOf = (filler: string) => `[null,"1","phoenix","heartbeat","${filler}"]`;
    const room = MOST_FRAME_BYTES - frameOf('').length;
    const socket = await ChannelClient.open(undefined, {}, own.system);
    socket.sendRaw(frameOf('x'.repeat(room)));
    const { payload } = await socket.next('the reply', ({ event }) => event === 'phx_reply');
    expect(payload).toMatchObject({ status: 'ok' });
    await socket.close();
    // The second has fewer letters than it may have bytes.
    for (const filler of ['x'.repeat(room + 1), 'é'.repeat(room / 2 + 1)]) {
      const other = await ChannelClient.open(undefined, {}, own.system);
      other.sendRaw(frameOf(filler));
      const { code, reason } = await other.closed;
      expect([code, reason]).toEqual([1009, expect.stringContaining(String(MOST_FRAME_BYTES))]);
      expect(other.frames).toEqual([]);
    }
  });

  it('takes no frame of 32 or 100 megabytes, and keeps nothing of it', async () => {
    await expectNoGrowth(async () => {
      for (const bytes of [32_000_000, 100_000_000, 32_000_000, 100_000_000]) {
        const socket = await enter({ at: own.system });
        void socket.send(Buffer.alloc(bytes, 'x'));
        const { code, reason } = await socket.closeFrame;
        expect(code).toBe(1009);
        expectReason(reason);
        socket.destroy();
        await control.expectEveryChange();
      }
    });
  });

  it('cuts a client that reads nothing of what is said in a room, and the others hear it all', async () => {
    const topic = `room:${marker()}`;
    const [speaker, listener] = await Promise.all(
      [createMember(own), createMember(own)].map(async (created) => {
        const { tokens } = await created;
        const socket = await ChannelClient.open(tokens.access_token, {}, own.system);
        expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
        return { socket, token: tokens.access_token };
      }),
    );
    if (!speaker || !listener) throw new Error('no socket was opened');
    const before = await connections();
    const third = await join(topic, listener.token);
    third.pause();
    const words = Math.ceil((MOST_BUFFERED_BYTES * 3) / 200_000);
    const heard = () => listener.socket.frames.filter(({ event }) => event === 'broadcast');
    for (let n = 0; n < words; n += 1) {
      speaker.socket.send(topic, 'broadcast', { n, filler: 'x'.repeat(200_000) });
      await listener.socket.until('the word', () => heard().length > n);
    }
    expect(heard().map(({ payload }) => payload.n)).toEqual(Array.from({ length: words }, (_, n) => n));
    // On a slow machine some of those that read nothing of the table are gone by now, too.
    await expect.poll(connections).toBeLessThanOrEqual(before);
    third.resume();
    await third.ended;
    await Promise.all([speaker.socket.close(), listener.socket.close()]);
  });

  it('cuts those that read nothing of a table in the end', async () => {
    await expect.poll(connections, { timeout: 75_000, interval: 500 }).toBe(1);
    for (const socket of deaf) socket.resume();
    await Promise.all(deaf.map((socket) => socket.ended));
  }, 90_000);
});
