import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { createPerson, marker, type Person } from '../world/users.ts';
import { ControlClient } from './control-client.ts';
import { expectReason } from './reason.ts';

let owner: Person;
let control: ControlClient;
let client: ChannelClient;
beforeAll(async () => {
  owner = await createPerson();
  control = await ControlClient.open(owner);
});
afterEach(async () => {
  await client?.close();
  await control.expectEveryChange();
});
afterAll(() => control.close());

const connect = async () => {
  client = await ChannelClient.open(owner.tokens.access_token);
  return client;
};
const nested = (depth: number, inside = '') => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;
/** A frame with the name of its topic written as JSON that `JSON.stringify` would not write. */
const joinOf = (topic: string, payload = '{}') => `["join","it","${topic}","phx_join",${payload}]`;

describe('what is no frame', () => {
  const heartbeat = ['null', '"1"', '"phoenix"', '"heartbeat"', '{}'];
  const withPart = (index: number, text: string) => `[${heartbeat.with(index, text).join()}]`;
  const long = JSON.stringify('x'.repeat(100_000));

  it.each<[string, number, string | Uint8Array<ArrayBuffer>]>([
    ['no JSON', 1007, 'nonsense'],
    ['an empty text', 1007, ''],
    ['JSON after a byte order mark', 1007, `\ufeff[${heartbeat}]`],
    ['an object', 1007, '{"topic":"phoenix"}'],
    ['a text', 1007, '"phoenix"'],
    ['null', 1007, 'null'],
    ['an empty array', 1007, '[]'],
    ['an array of four', 1007, `[${heartbeat.slice(0, 4)}]`],
    ['an array of six', 1007, `[${heartbeat},1]`],
    ['arrays in arrays', 1007, nested(100_000)],
    ['a join_ref that is an array', 1007, withPart(0, '[]')],
    ['a ref that is an object', 1007, withPart(1, '{}')],
    ['a ref that is true', 1007, withPart(1, 'true')],
    ['a topic that is a number', 1007, withPart(2, '5')],
    ['a topic that is null', 1007, withPart(2, 'null')],
    ['an empty topic', 1007, withPart(2, '""')],
    ['a topic of 100 KB', 1007, withPart(2, long)],
    ['an event that is null', 1007, withPart(3, 'null')],
    ['an empty event', 1007, withPart(3, '""')],
    ['an event of 100 KB', 1007, withPart(3, long)],
    ['a ref of 100 KB', 1007, withPart(1, long)],
    ['NaN', 1007, withPart(4, 'NaN')],
    ['bytes', 1003, new Uint8Array([0, 1, 2])],
    ['no bytes', 1003, new Uint8Array()],
    ['a frame as bytes', 1003, new Uint8Array(Buffer.from(`[${heartbeat}]`))],
  ])('closes the socket: %s', async (_, code, message) => {
    const socket = await connect();
    socket.sendRaw(message);
    const frame = await socket.closed;
    expect(frame).toMatchObject({ code, wasClean: true });
    expectReason(frame.reason);
    expect(socket.frames).toEqual([]);
  });
});

describe('a frame without meaning', () => {
  it.each<[string, string]>([
    ['a topic of no kind', joinOf('nonsense')],
    ['a topic without a name', joinOf('table:')],
    ['the topic phoenix', joinOf('phoenix')],
    ['a table whose name is too long', joinOf(`table:${'x'.repeat(200)}`)],
    ['a table whose name is SQL', joinOf("table:x'; drop table y; --")],
    ['a table with NUL in its name', joinOf('table:a\\u0000b')],
    ['a table with a lone surrogate in its name', joinOf('table:\\ud800')],
    ['a payload that is null', joinOf('table:x', 'null')],
    ['a payload that is an array', joinOf('table:x', '[]')],
    ['a payload of arrays in arrays', joinOf('table:x', nested(50_000))],
    [
      'a filter of filters in filters',
      joinOf('table:x', `{"filter":${'{"not":'.repeat(9_000)}{}${'}'.repeat(9_000)}}`),
    ],
    ['NUL in a filter', joinOf('table:x', '{"filter":{"a":"\\u0000"}}')],
    ['a lone surrogate in a filter', joinOf('table:x', '{"filter":{"a":"\\ud800"}}')],
    ['a cursor that is none', joinOf('table:x', '{"since":"yesterday"}')],
    ['events that are none', joinOf('table:x', '{"events":["SELECT"]}')],
    ['a word that is not known', joinOf('table:x', '{"filtr":{}}')],
    ['a name that every object has', joinOf('table:x', '{"__proto__":{}}')],
    ['a room joined with null', joinOf('room:x', 'null')],
    ['a room joined with another form', joinOf('room:x', '{"config":5}')],
    ['a room joined with arrays in arrays', joinOf('room:x', `{"config":${nested(50_000)}}`)],
    ['an event for a room that was not joined', '["join","it","room:x","broadcast",{}]'],
    ['an event that phoenix does not have', '[null,"it","phoenix","nonsense",{}]'],
    ['a token that is none', '[null,"it","phoenix","access_token",{"access_token":"garbage"}]'],
    ['a token that is no text', '[null,"it","phoenix","access_token",{"access_token":5}]'],
  ])('is replied to with a reason, and the socket lives: %s', async (_, message) => {
    const socket = await connect();
    socket.sendRaw(message);
    const { payload } = await socket.next(
      'the reply',
      ({ event, ref }) => event === 'phx_reply' && ref === 'it',
    );
    expect(payload).toMatchObject({ status: 'error' });
    expectReason(Object(payload.response).reason);
    expect(await socket.join(control.topic)).toMatchObject({ status: 'ok' });
    expect(socket.frames.length).toBe(2);
  });

  it('says of a name that no table can have what it says of every other', async () => {
    const socket = await connect();
    const reasonFor = async (topic: string) => (await socket.join(topic)).response.reason;
    const usual = await reasonFor('table:none_such');
    for (const name of ['a\0b', '\ud800', 'x'.repeat(200)])
      expect(await reasonFor(`table:${name}`)).toBe(usual);
  });

  it('is not told of a deep payload that it holds other letters', async () => {
    const socket = await connect();
    socket.sendRaw(joinOf('table:x', nested(50_000)));
    const { payload } = await socket.next('the reply', ({ event }) => event === 'phx_reply');
    expect(Object(payload.response).reason).not.toMatch(/NUL|surrogate/);
  });

  it('does not take others along who join at the same moment', async () => {
    const [bad, good] = [await connect(), await ChannelClient.open(owner.tokens.access_token)];
    const statuses = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      for (let n = 0; n < 5; n += 1) bad.sendRaw(joinOf(`table:${n}\\u0000`));
      statuses.add((await good.join(control.topic)).status);
      await good.ask(control.topic, 'phx_leave');
    }
    await good.close();
    expect([...statuses]).toEqual(['ok']);
  });
});

describe('a payload that is strange, but one', () => {
  it.each([
    ['null', 'null'],
    ['a number', '5'],
    ['a text', '"text"'],
    ['an array', '[]'],
    ['arrays in arrays', nested(50_000)],
  ])('may be a heartbeat’s: %s', async (_, payload) => {
    const socket = await connect();
    socket.sendRaw(`[null,"1","phoenix","heartbeat",${payload}]`);
    const reply = await socket.next('the reply', ({ event }) => event === 'phx_reply');
    expect(reply.payload).toEqual({ status: 'ok', response: {} });
  });

  it('reaches the others in a room as it is', async () => {
    const [one, two] = [await connect(), await ChannelClient.open(owner.tokens.access_token)];
    const topic = `room:${marker()}`;
    for (const socket of [one, two]) await socket.join(topic);
    const texts = ['{"n":9007199254740993.10}', '"\\ud800"', '"\\u0000"', 'null', nested(2_000)];
    for (const text of texts) one.sendRaw(`[null,null,"${topic}","broadcast",${text}]`);
    const said = () => two.frames.filter(({ event }) => event === 'broadcast');
    await two.until('every broadcast', () => said().length >= texts.length);
    expect(said().map(({ payload }) => payload)).toEqual(texts.map((text) => JSON.parse(text)));
    await two.close();
  });
});

describe('clients without references', () => {
  it('follow a table', async () => {
    const socket = await connect();
    socket.sendRaw(`[null,null,"${control.topic}","phx_join",{}]`);
    const reply = await socket.next('the reply', ({ event }) => event === 'phx_reply');
    expect(reply).toMatchObject({ joinRef: null, ref: null, payload: { status: 'ok' } });
    await control.write();
    const change = await socket.next('the change', ({ event }) => event === 'INSERT');
    expect(change).toMatchObject({ joinRef: null, ref: null, topic: control.topic });
    socket.sendRaw(`[null,null,"${control.topic}","phx_leave",{}]`);
    await socket.next('the close', ({ event }) => event === 'phx_close');
    await control.expectEveryChange();
    expect(socket.changes(control.topic).length).toBe(1);
  });

  it('enter a room, speak there and hear what is said', async () => {
    const [mute, other] = [await connect(), await ChannelClient.open(owner.tokens.access_token)];
    const topic = `room:${marker()}`;
    mute.sendRaw(`[null,null,"${topic}","phx_join",{}]`);
    expect(await mute.next('who is there', ({ event }) => event === 'presence_state')).toMatchObject({
      joinRef: null,
      payload: {},
    });
    await other.join(topic);
    mute.sendRaw(`[null,null,"${topic}","broadcast",{"from":"mute"}]`);
    expect((await other.next('word', ({ event }) => event === 'broadcast')).payload).toEqual({
      from: 'mute',
    });
    other.send(topic, 'broadcast', { from: 'other' });
    expect((await mute.next('word', ({ event }) => event === 'broadcast')).payload).toEqual({
      from: 'other',
    });
    await other.close();
  });
});
