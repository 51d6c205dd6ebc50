import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Realtime } from './realtime.ts';
import { MemoryServer } from './testing/memory-server.ts';

const TOPIC = 'table:books';
const at = (position: number, history = 'a1') => `${history}:${String(position).padStart(16, '0')}:00000000`;

let server: MemoryServer;
let realtime: Realtime;
beforeEach(() => {
  server = new MemoryServer();
  let joins = 0;
  server.answer = ({ event, payload }) => {
    if (event !== 'phx_join') return { status: 'ok', response: {} };
    joins += 1;
    return { status: 'ok', response: { cursor: payload.since ?? at(joins) } };
  };
  realtime = server.connect();
});
afterEach(() => realtime.disconnect());

const insert = (position: number, topic = TOPIC) =>
  server.send(topic, 'INSERT', { table: 'books', new: { n: position }, old: null, cursor: at(position) });

/** A joined channel and the numbers of its rows. */
async function follow(topic = TOPIC) {
  const numbers: unknown[] = [];
  const channel = realtime.channel(topic).on('*', (change) => numbers.push(change.new?.n));
  await channel.subscribe();
  return { channel, numbers };
}

const joins = () => server.framesOf('phx_join');
const rejoined = (count = 2) => vi.waitFor(() => expect(joins()).toHaveLength(count));

describe('the connection', () => {
  it('is one socket for all channels', async () => {
    await Promise.all([follow('table:a'), follow('table:b'), realtime.connect()]);
    expect(server.sockets).toHaveLength(1);
    expect(realtime.getState()).toBe('connected');
  });

  it('fails with the reason if it never opens, and can be tried again', async () => {
    server.isUp = false;
    server.refusal = new Error('The API key is wrong.');
    await expect(realtime.connect()).rejects.toThrow('The API key is wrong.');
    await expect(realtime.channel(TOPIC).subscribe()).rejects.toThrow('The API key is wrong.');
    expect(realtime.getState()).toBe('disconnected');
    server.isUp = true;
    await realtime.connect();
    expect(realtime.getState()).toBe('connected');
  });

  it('is tried again at once with the token that the refused one was replaced by', async () => {
    server.isUp = false;
    server.token = 'expired';
    server.onCheck = () => {
      server.token = 'fresh';
      server.isUp = true;
    };
    await realtime.connect();
    expect(server.sockets.map(({ url }) => new URL(url).searchParams.get('token'))).toEqual([
      'expired',
      'fresh',
    ]);
  });

  it('comes back with the current token', async () => {
    server.token = 'first';
    await follow();
    server.token = 'second';
    server.socket.drop();
    await rejoined();
    expect(server.sockets.map(({ url }) => new URL(url).searchParams.get('token'))).toEqual([
      'first',
      'second',
    ]);
  });

  it('ends, and with it every channel, when the server refuses the user', async () => {
    const { channel } = await follow();
    const reasons: string[] = [];
    channel.on('close', ({ reason }) => reasons.push(reason));
    server.refusal = new Error('The session has ended.');
    server.isUp = false;
    server.socket.drop();
    await vi.waitFor(() => expect(reasons).toEqual(['The session has ended.']));
    expect([realtime.getState(), channel.getState()]).toEqual(['disconnected', 'closed']);
  });

  it('keeps trying while the server is away', async () => {
    await follow();
    server.isUp = false;
    server.socket.drop();
    await vi.waitFor(() => expect(server.sockets.length).toBeGreaterThan(4));
    server.isUp = true;
    await rejoined();
    expect(realtime.getState()).toBe('connected');
  });

  it('tells its state, why it was lost and when the next attempt begins', async () => {
    const told: [string, string | undefined, boolean][] = [];
    const stop = realtime.onStatus(({ state, reason, retryAt }) =>
      told.push([state, reason, retryAt !== undefined]),
    );
    await follow();
    server.socket.drop('The server restarts.');
    await rejoined();
    server.refusal = new Error('The session has ended.');
    server.isUp = false;
    server.socket.drop('Bye.');
    await vi.waitFor(() => expect(realtime.getState()).toBe('disconnected'));
    expect(told).toEqual([
      ['disconnected', undefined, false],
      ['connecting', undefined, false],
      ['connected', undefined, false],
      ['connecting', 'The server restarts.', true],
      ['connecting', 'The server restarts.', false],
      ['connected', undefined, false],
      ['connecting', 'Bye.', true],
      ['connecting', 'Bye.', false],
      ['disconnecting', 'The session has ended.', false],
      ['disconnected', 'The session has ended.', false],
    ]);
    stop();
    await realtime.connect().catch(() => {});
    expect(told).toHaveLength(10);
  });

  it('measures the time of an answer', async () => {
    await expect(realtime.ping()).rejects.toThrow('not open');
    await realtime.connect();
    expect(await realtime.ping()).toBeGreaterThanOrEqual(0);
    expect(server.framesOf('heartbeat')).toHaveLength(1);
  });

  it('refuses what is too large for the server, which would end all channels', async () => {
    const { channel, numbers } = await follow();
    const room = realtime.channel('room:lobby');
    await room.subscribe();
    // Fewer than 1000 characters, but more bytes.
    await expect(room.send('text', 'ж'.repeat(600))).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringMatching(/too large for room:lobby.*at most 1000 bytes/),
    });
    const filter = { title: 'x'.repeat(1000) };
    await expect(realtime.channel('table:films', { filter }).subscribe()).rejects.toThrow('too large');
    await room.send('text', 'ж'.repeat(300));
    insert(2);
    expect([numbers, channel.getState(), server.sockets.length]).toEqual([[2], 'joined', 1]);
  });

  it('is opened again when the server stops answering', async () => {
    await follow();
    server.answer = () => undefined;
    await vi.waitFor(() => expect(server.sockets.length).toBeGreaterThan(1));
  });

  it('gives the server a renewed token, and reconnects for another user', async () => {
    server.token = 'first';
    await realtime.connect();
    server.token = 'second';
    realtime.renewToken();
    await vi.waitFor(() =>
      expect(server.framesOf('access_token')[0]?.payload).toEqual({ access_token: 'second' }),
    );
    expect(server.sockets).toHaveLength(1);
    server.token = undefined;
    realtime.renewToken();
    await vi.waitFor(() => expect(server.sockets).toHaveLength(2));
    expect(server.socket.url).not.toContain('token');
  });

  it('is closed for good by disconnect', async () => {
    const { channel } = await follow();
    let closed = 0;
    channel.on('close', () => closed++);
    await realtime.disconnect();
    expect([realtime.getState(), channel.getState(), closed]).toEqual(['disconnected', 'closed', 0]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.sockets).toHaveLength(1);
  });
});

describe('a channel of a table', () => {
  it('joins again from its cursor and shows nothing twice', async () => {
    const { numbers } = await follow();
    for (const n of [11, 12]) insert(n);
    server.socket.drop();
    await rejoined();
    expect(joins()[1]?.payload).toMatchObject({ since: at(12) });
    for (const n of [12, 13]) insert(n);
    expect(numbers).toEqual([11, 12, 13]);
  });

  it('ignores what an earlier join still receives', async () => {
    const { numbers } = await follow();
    const [join] = joins();
    server.send(TOPIC, 'phx_error', { reason: 'Your access may have changed. Join again.' });
    const late = {
      joinRef: join?.ref ?? '',
      ref: null,
      topic: TOPIC,
      event: 'INSERT',
      payload: { new: { n: 1 } },
    };
    server.socket.deliver(late);
    await rejoined();
    server.socket.deliver(late);
    expect(numbers).toEqual([]);
  });

  it('reports a gap and continues from its cursor, also in another history', async () => {
    const { channel, numbers } = await follow();
    const gaps: unknown[] = [];
    channel.on('gap', (gap) => gaps.push(gap));
    insert(50);
    const gap = { reason: 'Reload the rows.', cursor: at(3, 'b2') };
    server.send(TOPIC, 'gap', gap);
    server.send(TOPIC, 'INSERT', { new: { n: 4 }, cursor: at(4, 'b2') });
    expect([gaps, numbers, channel.cursor]).toEqual([[gap], [50, 4], at(4, 'b2')]);
  });

  it('joins again from the cursor of a gap', async () => {
    const { channel } = await follow();
    channel.on('gap', () => {});
    server.send(TOPIC, 'gap', { reason: 'Reload the rows.', cursor: at(70) });
    server.socket.drop();
    await rejoined();
    expect(joins()[1]?.payload).toMatchObject({ since: at(70) });
  });

  it('is told when its right is lost, and does not join again', async () => {
    const { channel } = await follow();
    const reasons: string[] = [];
    channel.on('close', ({ reason }) => reasons.push(reason));
    server.send(TOPIC, 'phx_close', { reason: 'There is no such table.' });
    server.socket.drop();
    await vi.waitFor(() => expect(server.sockets).toHaveLength(2));
    expect([reasons, channel.getState(), joins().length]).toEqual([['There is no such table.'], 'closed', 1]);
  });

  it('asks again while a refusal passes, and throws one that does not', async () => {
    const refusals = ['Realtime is not ready. Try again shortly.', 'There is no such table.'];
    server.answer = () => ({ status: 'error', response: { reason: refusals.shift() } });
    await expect(realtime.channel(TOPIC).subscribe()).rejects.toThrow('There is no such table.');
    expect(joins()).toHaveLength(2);
  });

  it('has one set of options at a time', async () => {
    const options = { filter: { n: { gt: 1 } }, events: ['INSERT' as const], since: at(7) };
    const channel = realtime.channel(TOPIC, options);
    await channel.subscribe();
    expect(joins()[0]?.payload).toEqual(options);
    expect(realtime.channel(TOPIC, { ...options })).toBe(channel);
    expect(() => realtime.channel(TOPIC, {})).toThrow(/other options/);
  });

  it('keeps the options that its listeners count on, also before it is subscribed', () => {
    realtime.channel(TOPIC).on('INSERT', () => {});
    expect(() => realtime.channel(TOPIC, { filter: { n: 1 } })).toThrow(/other options/);
  });

  it('is a new one after it was left, and both are not subscribed at once', async () => {
    const { channel } = await follow();
    await channel.unsubscribe();
    expect(server.framesOf('phx_leave')).toHaveLength(1);
    await channel.subscribe();
    await channel.unsubscribe();
    await follow();
    await expect(channel.subscribe()).rejects.toThrow(/another channel/);
  });

  it('goes on when a listener throws', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    const seen: unknown[] = [];
    const channel = realtime.channel(TOPIC);
    channel.on('INSERT', () => {
      throw new Error('mine');
    });
    channel.on('INSERT', (change) => seen.push(change.cursor));
    await channel.subscribe();
    insert(9);
    expect([seen, report.mock.calls.length]).toEqual([[at(9)], 1]);
    report.mockRestore();
  });
});

describe('waiting for a cursor', () => {
  it('survives a lost socket and refusals that pass', async () => {
    const { channel } = await follow();
    const { answer } = server;
    let asked = 0;
    server.answer = (frame) => {
      if (frame.event !== 'sync') return answer(frame);
      asked += 1;
      if (asked === 1) server.socket.drop();
      return asked < 3 ? { status: 'error', response: { reason: 'Try again shortly.' } } : { status: 'ok' };
    };
    await channel.waitForCursor(at(5));
    expect(server.framesOf('sync').map(({ payload }) => payload)).toEqual(Array(3).fill({ cursor: at(5) }));
  });

  it('throws a refusal that does not pass, and after its time', async () => {
    const { channel } = await follow();
    server.answer = () => ({
      status: 'error',
      response: { reason: 'Of an earlier history. Reload the rows.' },
    });
    await expect(channel.waitForCursor(at(5))).rejects.toThrow(/earlier history/);
    server.answer = () => undefined;
    await expect(channel.waitForCursor(at(5), { timeout: 5 })).rejects.toMatchObject({
      code: 'timeout',
    });
  });

  it('uses the cursor of the latest write', async () => {
    const { channel } = await follow();
    await channel.sync();
    expect(server.framesOf('sync')).toEqual([]);
    server.lastCursor = at(8);
    await channel.sync();
    expect(server.framesOf('sync').map(({ payload }) => payload)).toEqual([{ cursor: at(8) }]);
  });
});

describe('a room', () => {
  const ROOM = 'room:lobby';

  it('hears what is sent to it without a socket', async () => {
    const messages: unknown[] = [];
    const room = realtime.channel(ROOM);
    await room.on('broadcast', ({ event, payload }) => messages.push([event, payload])).subscribe();
    const sent = await realtime.broadcast(ROOM, 'hi', { n: 1 });
    expect(sent).toEqual({ topic: ROOM, event: 'hi', recipients: 1 });
    await vi.waitFor(() => expect(messages).toEqual([['hi', { n: 1 }]]));
  });

  it('sends messages, and tracks the user again after a lost socket', async () => {
    const room = realtime.channel(ROOM, { presenceKey: 'me', self: true });
    const messages: unknown[] = [];
    room.on('broadcast', ({ event, payload }) => messages.push([event, payload]));
    await room.subscribe();
    expect(joins()[0]?.payload).toEqual({
      config: { broadcast: { ack: true, self: true }, presence: { key: 'me' } },
    });
    await room.track({ name: 'Ada' });
    await room.send('hi', { n: 1 });
    server.send(ROOM, 'broadcast', server.framesOf('broadcast')[0]?.payload ?? {});
    server.socket.drop();
    await vi.waitFor(() => expect(server.framesOf('presence')).toHaveLength(2));
    expect(server.framesOf('presence')[1]?.payload).toEqual({ event: 'track', payload: { name: 'Ada' } });
    expect(messages).toEqual([['hi', { n: 1 }]]);
    await room.untrack();
    server.socket.drop();
    await rejoined(3);
    expect(server.framesOf('presence')).toHaveLength(3);
  });

  it('refuses messages while it is not joined', async () => {
    await expect(realtime.channel(ROOM).send('hi')).rejects.toThrow(/not joined/);
  });
});
