import { ENDINGS } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { AppError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../../testing/client.ts';
import { createAdmin, createPerson } from '../../testing/people.ts';
import { streamLogs } from './follow-logs.ts';
import { joinFollowers } from './followers.ts';
import { acceptsEventStream } from './get-logs.ts';

it.each([
  ['text/event-stream', true],
  ['application/json, text/event-stream;q=0.5', true],
  ['text/event-stream;q=0', false],
  ['text/event-stream; q=0.000, */*', false],
  ['*/*', false],
  [undefined, false],
])('Accept: %s asks for a stream: %s', (accept, expected) => {
  expect(acceptsEventStream(accept)).toBe(expected);
});

describe('GET /system/logs', () => {
  it('is for an ADMIN whose session is alive, in one gateway request', async () => {
    expect((await call('GET', '/system/logs')).status).toBe(401);
    expect((await call('GET', '/system/logs', { token: (await createPerson()).token })).status).toBe(403);
    const admin = await createAdmin();
    const read = () => call('GET', '/system/logs', { token: admin.token });
    expect(await gatewayRequests(read)).toBe(1);
    await rows(ENDINGS[0][1], [admin.userId]);
    expect((await read()).status).toBe(401);
  });

  it('says where the logs are when there is no supervisor', async () => {
    const { token } = await createAdmin();
    for (const Accept of ['application/json', 'text/event-stream']) {
      const { status, body } = await call('GET', '/system/logs', { token, headers: { Accept } });
      expect([status, body]).toMatchObject([
        503,
        { code: 'unavailable', detail: expect.stringContaining('npm run dev') },
      ]);
    }
  });

  it.each(['level=loud', 'limit=1001', 'cursor=edge', 'since=now', 'service=A', 'x=1'])(
    'refuses ?%s',
    async (query) => {
      const { token } = await createAdmin();
      expect((await call('GET', `/system/logs?${query}`, { token })).status).toBe(422);
    },
  );
});

const nothing = { entries: [], cursor: 'edge-1', hasMore: true };

it('the stream ends with the reason when the access ends', async () => {
  const stream = streamLogs({
    first: nothing,
    readLogNews: () => Promise.reject(new AppError('unauthenticated', 'It ended.')),
    checkAccess: () => Promise.resolve(),
    signal: new AbortController().signal,
  });
  expect(await new Response(stream).text()).toBe(
    'id: edge-1\n\nevent: end\ndata: {"detail":"It ended.","code":"unauthenticated"}\n\n',
  );
});

it('only so many follow at a time, and those who have gone without a word are forgotten', () => {
  const now = Date.now();
  const followers = Array.from({ length: 20 }, () => joinFollowers(now));
  expect(() => joinFollowers(now)).toThrow('Try again later');
  followers[0]?.leave();
  expect(() => joinFollowers(now)).not.toThrow();
  expect(() => joinFollowers(now)).toThrow(AppError);
  expect(() => joinFollowers(now + 31_000)).not.toThrow();
});
