import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { rawRequest } from '../clients/raw-http.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';

const MOST = 2;

let own: OwnSystem;

/** Asks for a socket as browsers do, who would have its frames compressed, and gives the head of the answer. */
async function knock(): Promise<{ status: number; head: string }> {
  const { baseUrl, apiKey } = own.system;
  return rawRequest(
    baseUrl,
    [
      `GET /realtime/socket/websocket?vsn=2.0.0&X-API-Key=${apiKey} HTTP/1.1`,
      ...['Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      ...['Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Extensions: permessage-deflate'],
    ],
    [],
  );
}

describeOwnSystem('a system with room for two sockets', () => {
  beforeAll(async () => {
    own = await startOwnSystem({ REALTIME_MAX_SOCKETS: String(MOST) });
  }, 120_000);
  afterAll(() => own?.stop(), 60_000);

  it('refuses a third, until one has left, and serves the two', async () => {
    const connect = () => ChannelClient.open(own.token, {}, own.system);
    const [first, second] = [await connect(), await connect()];
    const refused = await knock();
    expect([refused.status, refused.head]).toEqual([
      503,
      expect.stringMatching(/\r\nretry-after: 1(\r\n|$)/i),
    ]);
    await expect(connect()).rejects.toThrow();
    expect(await first.ask('phoenix', 'heartbeat')).toMatchObject({ status: 'ok' });
    await first.close();
    const third = await connect();
    for (const socket of [second, third]) {
      expect(await socket.ask('phoenix', 'heartbeat')).toMatchObject({ status: 'ok' });
      await socket.close();
    }
  });

  it('compresses no frames, which would cost a window for each socket', async () => {
    const { status, head } = await knock();
    expect(status).toBe(101);
    expect(head.toLowerCase()).not.toContain('sec-websocket-extensions');
  });
});
