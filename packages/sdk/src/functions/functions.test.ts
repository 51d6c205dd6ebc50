import { describe, expect, it } from 'vitest';
import { BadRequestError, ConflictError, InternalServerError, NotFoundError } from '../errors.ts';
import { clientOf, createFetch, json, refusal } from '../testing/fake-server.ts';

const ofFunction = (body: unknown, status = 200) => json(body, status, { 'X-Execution-Id': 'e-1' });

describe('invoke', () => {
  it('sends the method, path, query and headers, and gives the answer as it came', async () => {
    const { fetch, sent } = createFetch(() => ofFunction({ no: true }, 404));
    const { functions } = clientOf(fetch);
    const options = {
      method: 'PUT',
      path: '/a b/7',
      query: { deep: true },
      headers: { 'X-Own': '1' },
      body: 'x',
    };
    const response = await functions.invoke('shop', options);
    expect([response.status, await response.json()]).toEqual([404, { no: true }]);
    const [request] = sent;
    expect([request?.method, request?.url.href, request?.body, request?.headers.get('X-Own')]).toEqual([
      'PUT',
      'http://api.example/base/functions/shop/invoke/a%20b/7?deep=true',
      'x',
      '1',
    ]);
  });

  it('sends POST with a body, else GET', async () => {
    const { fetch, sent } = createFetch(() => ofFunction(null));
    const { functions } = clientOf(fetch);
    await functions.invoke('shop');
    await functions.invoke('shop', { json: { a: 1 } });
    expect(sent.map(({ method, body }) => [method, body])).toEqual([
      ['GET', undefined],
      ['POST', '{"a":1}'],
    ]);
  });

  it('gives the failure of a function without calling it again', async () => {
    const { fetch, sent } = createFetch(() => ofFunction({ code: 'function_busy' }, 503));
    expect((await clientOf(fetch).functions.invoke('shop')).status).toBe(503);
    expect(sent.length).toBe(1);
  });

  it('throws what the API refuses before the function is reached', async () => {
    const { fetch } = createFetch(() => refusal(404, 'not_found'));
    await expect(clientOf(fetch).functions.invoke('shop')).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each(['..', 'a/../b', '.'])('does not leave the function by the path %j', async (path) => {
    const { fetch, sent } = createFetch(() => ofFunction(1));
    await expect(clientOf(fetch).functions.invoke('shop', { path })).rejects.toBeInstanceOf(BadRequestError);
    expect(sent).toEqual([]);
  });
});

describe('invokeJson', () => {
  it('gives the value, and throws for the status of an error', async () => {
    const { fetch } = createFetch((_, count) =>
      count === 1 ? ofFunction({ sum: 3 }) : ofFunction({ detail: 'Taken.', code: 'taken' }, 409),
    );
    const { functions } = clientOf(fetch);
    expect(await functions.invokeJson<{ sum: number }>('shop')).toEqual({ sum: 3 });
    const failed = functions.invokeJson('shop');
    await expect(failed).rejects.toBeInstanceOf(ConflictError);
    await expect(failed).rejects.toMatchObject({ message: 'Taken.', code: 'taken', status: 409 });
  });

  it('throws InternalServerError with the code of a function that was cut', async () => {
    const { fetch } = createFetch(() => ofFunction({ detail: 'Too long.', code: 'function_timeout' }, 504));
    const failed = clientOf(fetch).functions.invokeJson('shop', { json: {} });
    await expect(failed).rejects.toBeInstanceOf(InternalServerError);
    await expect(failed).rejects.toMatchObject({ code: 'function_timeout' });
  });
});

describe('followLogs', () => {
  const event = (id: string) => `id: ${id}\ndata: ${JSON.stringify({ id, message: `line ${id}` })}\n\n`;
  const stream = (...ids: string[]) => new Response(`: following\n\n${ids.map(event).join('')}`);

  it('goes on after a lost connection, and gives each line once', async () => {
    const { fetch, sent } = createFetch((_, count) => (count === 1 ? stream('1', '2') : stream('2', '3')));
    const lines: string[] = [];
    for await (const { message } of clientOf(fetch).functions.followLogs('f', { level: 'warn' })) {
      lines.push(message);
      if (lines.length === 3) break;
    }
    expect(lines).toEqual(['line 1', 'line 2', 'line 3']);
    expect(sent.map(({ url, headers }) => [url.search, headers.get('Last-Event-ID')])).toEqual([
      ['?follow=true&level=warn', null],
      ['?follow=true&level=warn', '2'],
    ]);
  });

  it('ends when its signal is aborted', async () => {
    const ending = new AbortController();
    const { fetch } = createFetch(() => stream('1'));
    const lines = clientOf(fetch).functions.followLogs('f', { signal: ending.signal });
    expect((await lines.next()).value).toMatchObject({ id: '1' });
    ending.abort();
    expect(await lines.next()).toEqual({ done: true, value: undefined });
  });

  it('throws when the function is gone', async () => {
    const { fetch } = createFetch((_, count) => (count === 1 ? stream('1') : refusal(404, 'not_found')));
    const read = async () => {
      for await (const _ of clientOf(fetch).functions.followLogs('f'));
    };
    await expect(read()).rejects.toBeInstanceOf(NotFoundError);
  });
});
