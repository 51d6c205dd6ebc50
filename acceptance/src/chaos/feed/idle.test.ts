import { expect, it } from 'vitest';
import { ChannelClient } from '../../clients/channel-client.ts';
import { pause } from '../../pause.ts';
import { insertRows } from '../../world/tables.ts';
import { createPerson } from '../../world/users.ts';
import { createNumberTable } from '../number-writer.ts';
import { setting } from '../recovery.ts';

const IDLE_SECONDS = setting('CHAOS_IDLE_SECONDS', 3);
/** As clients of Phoenix send them. */
const BEAT_EVERY_MS = 30_000;
/** A socket without heartbeats is closed after 60 s, give or take how often that is looked at. */
const SILENCE_SECONDS = 80;

it(`sockets that were idle for ${IDLE_SECONDS} s are live, and are told at once`, async () => {
  const [owner, other] = [await createPerson(), await createPerson()];
  const table = await createNumberTable(owner);
  const [topic, room] = [`table:${table.name}`, `room:${owner.id}`];
  const open = () => ChannelClient.open(owner.tokens.access_token);
  const [bare, listener, member] = [await open(), await open(), await open()];
  const speaker = await ChannelClient.open(other.tokens.access_token);
  const silent = await open();
  for (const socket of [listener, silent]) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
  for (const socket of [member, speaker]) expect(await socket.join(room)).toMatchObject({ status: 'ok' });

  const beating = [bare, listener, member, speaker];
  const frames = () =>
    beating.map((socket) => socket.frames.filter(({ topic: of }) => of !== 'phoenix').length);
  await pause(500);
  const before = frames();
  const beats = setInterval(() => {
    for (const socket of beating) socket.send('phoenix', 'heartbeat');
  }, BEAT_EVERY_MS);
  await pause(IDLE_SECONDS * 1000);
  clearInterval(beats);
  expect(frames()).toEqual(before);

  const begin = performance.now();
  await insertRows(owner, table, [{ n: 1 }]);
  await listener.until('the row', () => listener.changes(topic).length === 1);
  const told = performance.now();
  speaker.send(room, 'broadcast', { type: 'broadcast', event: 'hi', payload: {} });
  await member.next('the word', ({ event }) => event === 'broadcast');
  const heard = performance.now();
  expect(await bare.join(topic)).toMatchObject({ status: 'ok' });
  console.info(
    `after ${IDLE_SECONDS} s: a row came after ${Math.round(told - begin)} ms, a word after ${Math.round(heard - told)} ms`,
  );
  if (IDLE_SECONDS > SILENCE_SECONDS) {
    const { code, reason } = await silent.closed;
    expect([code, reason]).toEqual([1008, expect.stringContaining('60 seconds')]);
    expect(silent.changes(topic)).toEqual([]);
  } else expect(silent.changes(topic)).toHaveLength(1);
  for (const socket of [...beating, silent]) await socket.close();
});
