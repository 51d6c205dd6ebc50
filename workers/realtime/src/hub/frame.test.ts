import { describe, expect, it } from 'vitest';
import { frameHead, parseFrame, refuse, reply } from './frame.ts';
import { isLongerThan } from './message.ts';
import { TokenBucket } from './token-bucket.ts';

describe('a frame', () => {
  it('is read, and its payload kept as it came', () => {
    const text = ' [ "1" ,null, "room:\\"],[" ,"e", {"n": 1.00, "s": "]"} ] ';
    expect(parseFrame(text)).toEqual({
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

  it('is answered under its references', () => {
    const frame = parseFrame('["1","2","t","e",{}]');
    expect(reply(frame, 'ok', { a: 1 })).toBe('["1","2","t","phx_reply",{"status":"ok","response":{"a":1}}]');
    expect(JSON.parse(refuse(frame, 'no'))[4]).toEqual({ status: 'error', response: { reason: 'no' } });
    expect(`${frameHead('1', 't"', 'e')}{}]`).toBe('["1",null,"t\\"","e",{}]');
  });
});

it('the length of a text is that of its UTF-8', () => {
  expect(isLongerThan('abc', 3)).toBe(false);
  expect(isLongerThan('abcd', 3)).toBe(true);
  expect(isLongerThan('éé', 3)).toBe(true);
  expect(isLongerThan('éé', 4)).toBe(false);
});

it('a bucket lets through so many at once, and so many a second', () => {
  const bucket = new TokenBucket(10, 0);
  const take = (now: number, times: number) => Array.from({ length: times }, () => bucket.take(now));
  expect(take(0, 21)).toEqual([...Array(20).fill(0), 1]);
  expect(take(500, 6)).toEqual([0, 0, 0, 0, 1, 2]);
});
