import { describe, expect, it } from 'vitest';
import {
  APIConnectionError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from '../errors.ts';
import { SelfDB } from '../selfdb.ts';
import { clientOf, createFetch, json, refusal } from '../testing/fake-server.ts';

describe('a request', () => {
  it('has the key, an id and its parameters, without those that are undefined', async () => {
    const { fetch, sent } = createFetch(() => json([]));
    await clientOf(fetch).tables.list({ search: 'a b&c', limit: 5, skip: undefined });
    const [request] = sent;
    expect(request?.url.href).toBe('http://api.example/base/tables?limit=5&search=a+b%26c');
    expect(request?.headers.get('X-API-Key')).toBe('key');
    expect(request?.headers.get('X-Request-Id')).toMatch(/^[0-9a-f]{32}$/);
    expect(request?.headers.has('Authorization')).toBe(false);
  });

  it.each(['..', '.', ''])('is not sent with the key %j, which a URL would lose', async (key) => {
    const { fetch, sent } = createFetch(() => json({}));
    const { tables } = clientOf(fetch);
    await expect(tables.data.deleteRow('t', key)).rejects.toBeInstanceOf(BadRequestError);
    await expect(tables.delete(key)).rejects.toBeInstanceOf(BadRequestError);
    await expect(tables.columns.remove('t', key)).rejects.toBeInstanceOf(BadRequestError);
    expect(sent).toEqual([]);
  });

  it.each(['%2e%2e', 'a/b', '?', '#', '..;', 'é 漢'])('reaches the row with the key %j', async (key) => {
    const { fetch, sent } = createFetch(() => json({}));
    await clientOf(fetch).tables.data.getRow('t', key);
    expect(sent[0]?.url.pathname).toBe(`/base/tables/t/data/${encodeURIComponent(key)}`);
  });
});

describe('an error', () => {
  it.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [403, PermissionDeniedError],
    [404, NotFoundError],
    [409, ConflictError],
    [413, BadRequestError],
    [415, BadRequestError],
    [422, BadRequestError],
    [500, InternalServerError],
    [507, InternalServerError],
  ])('with the status %i has its class', async (status, errorClass) => {
    const { fetch } = createFetch(() => refusal(status, 'some_code'));
    const error = await clientOf(fetch)
      .system.status()
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(errorClass);
    const body = { detail: 'It was some_code.', code: 'some_code', request_id: 'r-1' };
    expect(error).toMatchObject({
      status,
      code: 'some_code',
      detail: body.detail,
      details: body,
      requestId: 'r-1',
    });
    expect(error.message).toBe('It was some_code.');
  });

  it('of validation names the faults', async () => {
    const detail = [{ loc: ['body', 'email'], msg: 'must be an e-mail address', type: 'invalid_format' }];
    const { fetch } = createFetch(() => json({ detail, code: 'validation_error', request_id: 'r' }, 422));
    const error = await clientOf(fetch)
      .system.status()
      .catch((thrown) => thrown);
    expect(error.message).toBe('body.email: must be an e-mail address');
    expect(error.detail).toEqual(detail);
  });

  it('of a proxy, without JSON, still has a status', async () => {
    const { fetch } = createFetch(() => new Response('<html>', { status: 502 }));
    const error = await clientOf(fetch)
      .auth.login({ email: 'a', password: 'b' })
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error).toMatchObject({ status: 502, details: '<html>' });
  });

  it('of the network has the id of the request', async () => {
    const { fetch, sent } = createFetch(() => new TypeError('refused'));
    const error = await clientOf(fetch)
      .auth.login({ email: 'a', password: 'b' })
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(error.requestId).toBe(sent[0]?.headers.get('X-Request-Id'));
    expect(sent.length).toBe(1);
  });

  it('says so when an answer is not JSON', async () => {
    const { fetch } = createFetch(() => new Response('<html>'));
    await expect(clientOf(fetch).system.status()).rejects.toMatchObject({ code: 'not_json' });
    const { fetch: empty } = createFetch(() => new Response(''));
    await expect(clientOf(empty).system.status()).rejects.toMatchObject({ code: 'not_json' });
  });

  it.each(['', 'localhost:8000', 'ftp://localhost'])('refuses the address %s', (baseUrl) => {
    expect(() => new SelfDB({ baseUrl, apiKey: 'k' })).toThrow(/baseUrl must be a URL/);
  });
});

describe('a call', () => {
  it('ends with the reason of its signal, also between attempts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { fetch, sent } = createFetch(() => {
      setTimeout(() => controller.abort(reason), 1);
      return refusal(503, 'unavailable', { 'Retry-After': '9' });
    });
    const call = clientOf(fetch).system.status({ signal: controller.signal });
    await expect(call).rejects.toBe(reason);
    expect(sent.length).toBe(1);
  });

  it('ends when its time is up, and is not sent again', async () => {
    const { fetch, sent } = createFetch(() => new Promise(() => undefined));
    const call = clientOf(fetch, { timeout: 20 }).system.status();
    await expect(call).rejects.toMatchObject({ name: 'APIConnectionError', code: 'timeout' });
    expect(sent.length).toBe(1);
  });

  it('remembers the position of its write in the change feed', async () => {
    const { fetch } = createFetch(() => json({ id: 1 }, 201, { 'X-SelfDB-Cursor': 'c-7' }));
    const client = clientOf(fetch);
    await client.tables.data.insert('t', {});
    expect(client.client.lastCursor).toBe('c-7');
  });
});

it('throws RateLimitError at once if the wait would be long', async () => {
  const { fetch, sent } = createFetch(() => refusal(429, 'too_many_requests', { 'Retry-After': '60' }));
  const error = await clientOf(fetch)
    .auth.login({ email: 'a', password: 'b' })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error.retryAfterSeconds).toBe(60);
  expect(sent.length).toBe(1);
});
