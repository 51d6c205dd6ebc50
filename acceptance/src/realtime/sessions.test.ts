import { expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectStatus } from '../expectations.ts';
import { createTable } from '../world/tables.ts';
import { client, createPerson, logIn, marker } from '../world/users.ts';
import { expectReason } from './reason.ts';

const isEnd = ({ event }: { event: string }) => event === 'phx_close' || event === 'phx_error';

it('a logout shuts out what that session has joined, with a reason, and nothing of the user’s others', async () => {
  const person = await createPerson();
  const other = await logIn(person.email);
  const table = await createTable(person, { public: true, realtime_enabled: true });
  const topics = [`room:${marker()}`, `table:${table.name}`];
  const [ended, living] = [
    await ChannelClient.open(person.tokens.access_token),
    await ChannelClient.open(other.access_token),
  ];
  for (const socket of [ended, living]) {
    for (const topic of topics) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
  }
  expectStatus(await person.post('/users/logout', {}), 200);
  for (const topic of topics) {
    const { payload } = await ended.next(
      `the end of ${topic}`,
      (frame) => frame.topic === topic && isEnd(frame),
    );
    expectReason(payload.reason);
    const { status, response } = await ended.join(topic);
    expect(status).toBe('error');
    expectReason(response.reason);
  }
  expect(await living.ask(topics[0] ?? '', 'presence', { event: 'track' })).toMatchObject({ status: 'ok' });
  expect(living.frames.filter(isEnd)).toEqual([]);
  for (const socket of [ended, living]) await socket.close();
});

it('the token of a session that has ended is not taken for a fresh one', async () => {
  const person = await createPerson();
  const other = await logIn(person.email);
  expectStatus(await client.as(other.access_token).post('/users/logout', {}), 200);
  const socket = await ChannelClient.open(person.tokens.access_token);
  const given = await socket.ask('phoenix', 'access_token', { access_token: other.access_token });
  expect(given.status).toBe('error');
  expectReason(given.response.reason);
  await socket.close();
});

it('a session that is ended from another one of the user loses its channels, with a reason', async () => {
  const person = await createPerson();
  const other = client.as((await logIn(person.email)).access_token);
  const socket = await ChannelClient.open(person.tokens.access_token);
  const topic = `room:${marker()}`;
  expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
  expectStatus(await other.del('/users/me/sessions'), 204);
  const { payload } = await socket.next('the end', (frame) => frame.topic === topic && isEnd(frame));
  expectReason(payload.reason);
  expectStatus(await person.get('/users/me'), 401);
  expectStatus(await other.get('/users/me'), 200);
  await socket.close();
});
