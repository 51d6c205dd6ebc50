import { describe, expect, it } from 'vitest';
import { app, call, path, post, SETTINGS } from '../../testing/things-app.ts';

describe('input', () => {
  it.each(['x', '__proto__', 'constructor', 'page%00', 'Page'])(
    'an unknown parameter "%s" is 422 and named',
    async (name) => {
      const { status, body } = await call(`${path}?${name}=1`);
      expect([status, body.code]).toEqual([422, 'validation_error']);
      expect(body.detail).toEqual([
        { loc: ['query', decodeURIComponent(name)], msg: expect.any(String), type: 'unknown_field' },
      ]);
    },
  );

  it.each(['?=1', '?=', '?page=1&=2', '?page=a?=1&='])(
    'a parameter without a name in %s is 422 and named',
    async (query) => {
      const { status, body } = await call(`${path}${query}`);
      expect([status, body.detail]).toEqual([
        422,
        [{ loc: ['query', ''], msg: '"" is not allowed here', type: 'unknown_field' }],
      ]);
    },
  );

  it.each([
    '?page=%ff',
    '?page=%',
    '?page=100%',
    '?page=%e0%a4',
    '?%ff=1',
    '?page=%00&download=%zz',
    '?no=%ff',
  ])('%s is malformed, which is 400', async (query) => {
    const { status, body } = await call(`${path}${query}`);
    expect([status, body.code]).toEqual([400, 'bad_request']);
  });

  it('%25 and + are none of it', async () => {
    const { status, body } = await call(`${path}?page=100%25+%D0%BF&download=a%2Bb`);
    expect([status, body.query]).toEqual([200, { page: '100% п', download: 'a+b' }]);
  });

  it.each(['?', '?&&', '?&page=1&', '?page=1=2', '?page=?=', '?page'])('%s is a query', async (query) => {
    expect((await call(`${path}${query}`)).status).toBe(200);
  });

  it.each(['?page=1&page=2', '?page=1&page=1', '?page=&page'])(
    '%s has a parameter twice, which is 422',
    async (query) => {
      const { status, body } = await call(`${path}${query}`);
      expect([status, body.detail]).toEqual([
        422,
        [{ loc: ['query', 'page'], msg: 'was sent more than once', type: 'repeated' }],
      ]);
    },
  );

  it.each(['?x=1', '?=1', '?x=1&x=2'])('%s is 422 where no parameter is known', async (query) => {
    expect((await call(`/open${query}`)).status).toBe(422);
    expect((await call('/open?&&')).status).toBe(200);
  });

  it('names every unknown field and every wrong one', async () => {
    const { status, body } = await post('{"name":5,"size":"x","a":1,"__proto__":{"name":"x"}}');
    expect(status).toBe(422);
    expect(body.detail.map(({ loc }: { loc: string[] }) => loc.join('.')).sort()).toEqual([
      'body.__proto__',
      'body.a',
      'body.name',
      'body.size',
    ]);
  });

  it('is read, and its text kept as it came', async () => {
    const text = '{ "name" : "\u00e9\\u00e9", "size": 1.0 }';
    const { status, body } = await post(text);
    expect([status, body]).toEqual([201, { read: { name: 'éé', size: 1 }, text }]);
    expect((await post(new TextEncoder().encode(`\ufeff${text}`))).status).toBe(201);
    for (const type of [
      'application/json; charset=utf-8',
      'application/json;',
      'application/json ; charset="UTF-8"',
      'APPLICATION/JSON',
      'application/merge-patch+json',
    ]) {
      expect([type, (await post(text, { 'Content-Type': type })).status]).toEqual([type, 201]);
    }
  });

  it.each(['{', '{"name":"x"}}', "{'name':1}", '{"name":"\n"}', 'undefined'])('%j is 400', async (text) => {
    expect(await post(text)).toMatchObject({
      status: 400,
      body: { code: 'bad_request', detail: expect.stringMatching(/JSON/) },
    });
  });

  it('that is not UTF-8 is 400', async () => {
    for (const bytes of [
      [0xff],
      [0x22, 0xc3, 0x28, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xfe, 0xff, 0x00, 0x22],
    ]) {
      expect(await post(new Uint8Array(bytes))).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    }
  });

  it('of another type, or of none, is 415', async () => {
    for (const type of [
      'text/plain',
      'application/jsonx',
      'text/json',
      'application/json; charset=iso-8859-1',
      'multipart/form-data; boundary=x',
      'x',
    ]) {
      const { status, body } = await post('{"name":"x"}', { 'Content-Type': type });
      expect([type, status, body.code]).toEqual([type, 415, 'unsupported_media_type']);
    }
    const { status } = await post(new TextEncoder().encode('{"name":"x"}'), {});
    expect(status).toBe(415);
    expect((await call(path, { method: 'POST' })).status).toBe(422);
    expect((await post(chunks('', 0), {})).status).toBe(422);
  });

  it('that is compressed is 415, and what is taken instead is told', async () => {
    for (const coding of ['gzip', 'br', 'GZIP', 'identity, gzip', 'x']) {
      const { status, headers, body } = await post('{"name":"x"}', {
        'Content-Type': 'application/json',
        'Content-Encoding': coding,
      });
      expect([coding, status, body.code]).toEqual([coding, 415, 'unsupported_media_type']);
      expect(body.detail).toBe('Send the body uncompressed, without Content-Encoding.');
      expect(headers.get('Accept-Encoding')).toBe('identity');
    }
    for (const coding of ['identity', 'Identity', '', ' identity , identity']) {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': coding };
      expect((await post('{"name":"x"}', headers)).status).toBe(201);
    }
  });

  it.each([
    { 'Content-Encoding': 'gzip' },
    { 'Content-Type': 'application/json; charset=latin1' },
    { 'Content-Type': 'application/json', 'Content-Length': '2000' },
  ])('that can not be taken, with %o, is 405 where the method is wrong', async (headers) => {
    const { status, body } = await call(path, { method: 'PUT', headers, body: 'x'.repeat(2000) });
    expect([status, body.code]).toEqual([405, 'method_not_allowed']);
  });

  it('over the limit is 413, whether its length is declared or not', async () => {
    const text = `{"name":"${'x'.repeat(1024)}"}`;
    const declared = await post(text, {
      'Content-Type': 'application/json',
      'Content-Length': String(text.length),
    });
    expect(declared).toMatchObject({
      status: 413,
      body: { code: 'too_large', detail: 'The body is larger than 1024 bytes.' },
    });
    const chunked = await post(chunks('x'.repeat(400), 5));
    expect(chunked).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect((await post(chunks(`{"name":"${'x'.repeat(900)}"}`, 1))).status).toBe(201);
  });

  it('that is over the limit is answered before its end, and the rest is read after the answer', async () => {
    let sent = 0;
    const long = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(500).fill(32));
        if (sent > 1000) controller.close();
      },
    });
    const headers = { 'X-API-Key': SETTINGS.API_KEY, 'Content-Type': 'application/json' };
    const response = await app.request(
      `http://test${path}`,
      { method: 'POST', headers, body: long },
      SETTINGS,
    );
    expect([response.status, sent < 20]).toEqual([413, true]);
    expect(await response.json()).toMatchObject({ code: 'too_large' });
    expect(sent).toBe(1001);
  });

  it('that is refused while the server itself drains it is still refused', async () => {
    for (const [headers, status] of [
      [{}, 401],
      [{ 'X-API-Key': SETTINGS.API_KEY, 'Content-Length': '2000' }, 413],
    ] as const) {
      const request = new Request(`http://test${path}`, { method: 'POST', headers, body: 'x'.repeat(2000) });
      const response = await app.fetch(request, SETTINGS);
      // What `wrangler dev` puts around a worker (middleware-ensure-req-body-drained).
      const reader = request.body?.getReader();
      while (!(await reader?.read())?.done);
      expect([response.status, await response.json()]).toMatchObject([status, { code: expect.any(String) }]);
    }
  });

  it('that was refused and then stalls is not waited for', async () => {
    const stopped = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(2000)) });
    expect((await post(stopped)).status).toBe(413);
  });

  it('that breaks off is 400', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('lost')) });
    expect(await post(broken)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  });

  it('that is deep is 422, however deep', async () => {
    const deep = (depth: number) => post(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(await deep(201)).toMatchObject({ status: 422, body: { detail: [{ type: 'nesting' }] } });
    expect(await deep(499)).toMatchObject({ status: 422, body: { detail: [{ type: 'nesting' }] } });
  });
});

function chunks(text: string, times: number): ReadableStream<Uint8Array> {
  let left = times;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new TextEncoder().encode(text));
      else controller.close();
    },
  });
}
