import { rows } from '@selfdb/server/testing/postgres';
import { DEPTH_HEADER } from '@selfdb/shared/functions/runner-protocol';
import { expect, test } from 'vitest';
import { call, createAdmin, createFunction, createPerson, HELLO } from '../testing/client.ts';
import { jobsOf } from '../testing/jobs.ts';

const listening = (event: string) =>
  `export const triggers = [{ type: 'event', event: '${event}' }]; ${HELLO}`;
const newEvent = () => `event-${crypto.randomUUID()}`;
const sendAs = (token: string | undefined, event: string, more: object = {}) =>
  call<{ functions: number }>('POST', '/functions/events', { token, json: { event, ...more } });

test("an event reaches the sender's own functions and public ones, and no others", async () => {
  const event = newEvent();
  const owner = await createAdmin();
  const code = listening(event);
  const own = await createFunction(owner.token, { code });
  const open = await createFunction(owner.token, { code, public: true });
  const other = await createFunction(owner.token, { code: listening(newEvent()), public: true });
  const stranger = await createPerson();
  expect((await sendAs(stranger.token, event)).body).toEqual({ event, functions: 1 });
  // Another administrator's functions are not one's own.
  expect((await sendAs((await createAdmin()).token, event)).body).toEqual({ event, functions: 1 });
  expect((await sendAs(owner.token, event)).body).toEqual({ event, functions: 2 });
  expect((await sendAs(undefined, event)).status).toBe(401);
  const counts = await Promise.all([own, open, other].map(async ({ id }) => (await jobsOf(id)).length));
  expect(counts).toEqual([1, 3, 0]);
});

test('the function gets the event with its data, and acts as the sender', async () => {
  const event = newEvent();
  const { token, userId, sessionId } = await createAdmin();
  const { id } = await createFunction(token, { code: listening(event) });
  await sendAs(token, event, { data: { text: 'ü🐘' } });
  const [job] = await rows(
    `select user_id, session_id, depth, convert_from(decode(request ->> 'body_base64', 'base64'), 'UTF8') as body
     from selfdb.function_jobs where function_id = $1`,
    [id],
  );
  expect(job).toMatchObject({ user_id: userId, session_id: sessionId, depth: 0 });
  expect(JSON.parse(String(job?.body))).toEqual({ event, data: { text: 'ü🐘' } });
});

test('an event of a function is one step deeper, and a loop ends', async () => {
  const event = newEvent();
  const { token } = await createAdmin();
  const { id } = await createFunction(token, { code: listening(event) });
  const send = (depth: string) =>
    call('POST', '/functions/events', { token, json: { event }, headers: { [DEPTH_HEADER]: depth } });
  expect((await send('8')).status).toBe(202);
  expect((await send('9')).status).toBe(409);
  const found = await rows('select depth from selfdb.function_jobs where function_id = $1', [id]);
  expect(found).toEqual([{ depth: 8 }]);
});

test('an event that is too large is refused', async () => {
  const { token } = await createAdmin();
  expect((await sendAs(token, newEvent(), { data: 'a'.repeat(262_144) })).status).toBe(413);
});
