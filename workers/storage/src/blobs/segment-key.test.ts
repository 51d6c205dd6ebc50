import { parseSegmentKey, segmentKey } from '@selfdb/shared/files/segment-key';
import { v4, v7 } from 'uuid';
import { describe, expect, it } from 'vitest';

/** The example of RFC 9562, A.6, created on 2022-02-22 at 19:22:22 UTC. */
const EXAMPLE = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
const KEY = `20220222/8f/${EXAMPLE}.0`;

it('contains the day on which the id was created, and its last two digits', () => {
  expect(segmentKey({ blobId: EXAMPLE, segment: '0' })).toBe(KEY);
});

it.each([
  ['2026-01-01T00:00:00.000Z', '20260101'],
  ['2026-12-31T23:59:59.999Z', '20261231'],
  ['1970-01-01T00:00:00.000Z', '19700101'],
  ['2286-11-20T17:46:40.000Z', '22861120'],
])('uses the UTC day: %s', (time, day) => {
  const blobId = v7({ msecs: Date.parse(time) });
  expect(segmentKey({ blobId, segment: '0' }).split('/')[0]).toBe(day);
});

it('is parsed for any segment name', () => {
  for (let turn = 0; turn < 500; turn++) {
    for (const segment of ['0', '17', '0198a5c4f00d7000800000000000000a']) {
      const name = { blobId: v7({ msecs: turn * 10_000_000_000 }), segment };
      expect(parseSegmentKey(segmentKey(name))).toEqual(name);
    }
  }
});

describe('other keys are ignored:', () => {
  it.each([
    '',
    EXAMPLE,
    `${EXAMPLE}.0`,
    `/${KEY}`,
    `${KEY}/`,
    `${KEY}\n`,
    `backup/${KEY}`,
    KEY.slice(0, -1),
    KEY.slice(0, -2),
    `${KEY}.1`,
    `${KEY}.tmp`,
    `20220222/8f/.${EXAMPLE}.0`,
    `20220222/8f/.${EXAMPLE}.0.1.2.tmp`,
    KEY.toUpperCase(),
    `20220222/8f/${EXAMPLE}.A`,
    KEY.replace('20220222', '20220223'),
    KEY.replace('20220222', '2022022'),
    KEY.replace('/8f/', '/8e/'),
    KEY.replace('8f/', '8f//'),
    `20220222/8f/${EXAMPLE.replace('-7cc3', '-4cc3')}.0`,
    `20220222/8f/${EXAMPLE.replace('-7cc3', '-9cc3')}.0`,
    `20220222/8f/${EXAMPLE.replace('-98c4', '-c8c4')}.0`,
    `20220222/8f/${EXAMPLE.replace('017f', 'x17f')}.0`,
    `20260101/${'0'.repeat(2)}/${v4()}.0`,
    '20260101/00/00000000-0000-0000-0000-000000000000.0',
    '20260101/ff/ffffffff-ffff-ffff-ffff-ffffffffffff.0',
  ])('%j', (key) => {
    expect(parseSegmentKey(key)).toBeUndefined();
  });
});
