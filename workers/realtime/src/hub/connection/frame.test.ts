import { describe, expect, it } from 'vitest';
import { frameOf, refuse, reply } from './frame.ts';
import { isLongerThan } from './message.ts';
import { MalformedFrameError, parseFrame } from './parse-frame.ts';
import { TokenBucket } from './token-bucket.ts';

describe('a frame', () => {
  it('is read, and keeps the text of its payload', () => {
    const text = ' [ "1" ,null, "room:\\"],[" ,"e", {"n": 1.00, "s": "]"} ] ';
    expect(parseFrame(text)).toEqual({
      form: 'array',
      joinRef: '1',
      ref: null,
      topic: 'room:"],[',
      event: 'e',
      payload: { n: 1, s: ']' },
      payloadText: '{"n": 1.00, "s": "]"}',
    });
  });

  it.each(['5', '"x"', 'null', '[]', '{"a":[1]}'])('may carry %s', (payload) => {
    expect(parseFrame(`[null,2,"t","e",${payload}]`).payloadText).toBe(payload);
  });

  it('is answered with its references', () => {
    const frame = parseFrame('["1","2","t","e",{}]');
    expect(reply(frame, 'ok', { a: 1 })).toBe('["1","2","t","phx_reply",{"status":"ok","response":{"a":1}}]');
    expect(JSON.parse(refuse(frame, 'no'))[4]).toEqual({ status: 'error', response: { reason: 'no' } });
    const events = frameOf({ form: 'array', joinRef: '1', topic: 't"' }, 'e', { event: 'e' });
    expect(events('{}')).toBe('["1",null,"t\\"","e",{}]');
  });
});

describe('a frame that is an object', () => {
  it('is read, and keeps the text of its payload', () => {
    const text =
      ' {"payload": 1, "a": {"payload": 2}, "topic": "t{\\"," , "pay\\u006coad" : {"n": [1.00], "s": "}"} ,"event":"e"} ';
    expect(parseFrame(text)).toEqual({
      ...{ form: 'object', joinRef: null, ref: null, topic: 't{",', event: 'e' },
      payload: { n: [1], s: '}' },
      payloadText: '{"n": [1.00], "s": "}"}',
    });
  });

  it('without a payload has an empty one', () => {
    expect(parseFrame('{"topic":"t","event":"e","join_ref":"j","ref":1}')).toMatchObject({
      ...{ joinRef: 'j', ref: 1, payload: {}, payloadText: '{}' },
    });
  });

  it.each(['5', '"x"', 'null', '[]', '[{"a":[1]},2]'])('may carry %s', (payload) => {
    expect(parseFrame(`{"topic":"t","payload":${payload},"event":"e"}`).payloadText).toBe(payload);
  });

  it('is answered in its form', () => {
    const frame = parseFrame('{"topic":"t","event":"e","ref":"2","payload":{}}');
    const refused = { status: 'error', response: { reason: 'no' } };
    expect(JSON.parse(refuse(frame, 'no'))).toEqual({
      ...{ topic: 't', event: 'phx_reply', payload: refused, ref: '2' },
    });
    expect(JSON.parse(reply({ ...frame, joinRef: 'j' }, 'ok'))).toMatchObject({ ref: '2', join_ref: 'j' });
  });

  it('has the fields in its payload that its client looks for there', () => {
    const events = frameOf({ form: 'object', joinRef: null, topic: 't' }, 'e', { event: 'e', table: 'x' });
    const fields = { event: 'e', table: 'x' };
    expect(JSON.parse(events('{"n":1}'))).toEqual({
      topic: 't',
      event: 'e',
      payload: { ...fields, n: 1 },
      ref: null,
    });
    expect(JSON.parse(events('{}'))).toEqual({ topic: 't', event: 'e', payload: fields, ref: null });
    const plain = frameOf({ form: 'object', joinRef: 'j', topic: 't' }, 'e');
    expect(JSON.parse(plain('[1]'))).toEqual({
      topic: 't',
      event: 'e',
      payload: [1],
      ref: null,
      join_ref: 'j',
    });
  });
});

describe('of another form', () => {
  it.each([
    ['5'],
    ['null'],
    ['"x"'],
    ['[]'],
    ['[1,2,3,4,5]'],
    ['{}'],
    ['{"topic":"t"}'],
    ['{"topic":"","event":"e"}'],
    ['{"topic":"t","event":5}'],
    ['{"topic":"t","event":"e","ref":{}}'],
    ['{"topic":"t","event":"e","join_ref":[]}'],
    ['{"topic":"t","event":"e"'],
    [`{"topic":"${'t'.repeat(257)}","event":"e"}`],
    ['{"__proto__":{"topic":"t","event":"e"}}'],
  ])('%s is refused', (text) => {
    expect(() => parseFrame(text)).toThrow(MalformedFrameError);
  });

  it('than the first one is refused, with a reason that fits a close frame', () => {
    const [array, object] = ['["1","2","t","e",{}]', '{"topic":"t","event":"e"}'];
    expect(() => parseFrame(object, 'array')).toThrow(
      '[join_ref, ref, topic, event, payload], like the first one',
    );
    expect(() => parseFrame(array, 'object')).toThrow('{topic, event, payload, ref}, like the first one');
    expect(parseFrame(array, 'array').form + parseFrame(object, 'object').form).toBe('arrayobject');
  });
});

it('every object is read or refused, and its payload is the text that was sent', () => {
  const values = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\"',
    '"a"',
    '"payload"',
    '"topic":"t"',
    '"event":"e"',
    '1',
    ' ',
    'null',
  ];
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let i = 0; i < 20_000; i += 1) {
    const noise = Array.from({ length: next(8) }, () => values[next(values.length)]).join('');
    const text = `{"topic":"t","event":"e","payload":${noise}}`;
    try {
      const { payload, payloadText } = parseFrame(text, 'object');
      expect(JSON.parse(payloadText)).toEqual(payload);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedFrameError);
    }
  }
});

it('the length of a text is its length in UTF-8', () => {
  expect(isLongerThan('abc', 3)).toBe(false);
  expect(isLongerThan('abcd', 3)).toBe(true);
  expect(isLongerThan('éé', 3)).toBe(true);
  expect(isLongerThan('éé', 4)).toBe(false);
});

it('a token bucket limits calls at once and calls per second', () => {
  const bucket = new TokenBucket(10, 0);
  const take = (now: number, times: number) => Array.from({ length: times }, () => bucket.take(now));
  expect(take(0, 21)).toEqual([...Array(20).fill(0), 1]);
  expect(take(500, 6)).toEqual([0, 0, 0, 0, 1, 2]);
});
