import { describe, expect, it } from 'vitest';
import { readRange } from './byte-range.ts';

const span = (offset: number, length: number) => ({ offset, length });

describe('of 100 bytes', () => {
  it.each([
    ['bytes=0-0', span(0, 1)],
    ['bytes=0-9', span(0, 10)],
    ['bytes=10-10', span(10, 1)],
    ['bytes=0-99', span(0, 100)],
    ['bytes=0-100', span(0, 100)],
    ['bytes=99-', span(99, 1)],
    ['bytes=99-5000', span(99, 1)],
    ['bytes=0-', span(0, 100)],
    ['bytes=50-', span(50, 50)],
    ['bytes=-1', span(99, 1)],
    ['bytes=-100', span(0, 100)],
    ['bytes=-101', span(0, 100)],
    ['bytes=-999999999999999', span(0, 100)],
    ['bytes=0-999999999999999', span(0, 100)],
    ['bytes=007-009', span(7, 3)],
    ['Bytes=0-9', span(0, 10)],
    ['BYTES=0-9', span(0, 10)],
    ['bytes= 0-9 ', span(0, 10)],
  ])('%j is %j', (header, expected) => {
    expect(readRange(header, 100)).toEqual(expected);
  });

  it.each([
    'bytes=100-',
    'bytes=100-100',
    'bytes=5000-6000',
    'bytes=-0',
    'bytes=-00',
    'bytes=999999999999999-',
  ])('%j is unsatisfiable', (header) => {
    expect(readRange(header, 100)).toBe('unsatisfiable');
  });

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=--1',
    'bytes=1',
    'bytes=a-b',
    'bytes=0x1-0x2',
    'bytes=1e1-2e1',
    'bytes=1.5-2',
    'bytes=+1-2',
    'bytes=1-2-3',
    'bytes=-5-9',
    'bytes=9-0',
    'bytes=100-99',
    'bytes:0-9',
    'bytes 0-9',
    ' bytes=0-9',
    'items=0-9',
    'bytes=٠-٩',
    'bytes=0-0,2-2',
    'bytes=0-0,',
    'bytes=0-0, -1',
    'bytes=0-1000000000000000',
    'bytes=1000000000000000-',
    'bytes=-1000000000000000',
    `bytes=${'0'.repeat(5000)}-`,
  ])('%j is ignored', (header) => {
    expect(readRange(header, 100)).toBeUndefined();
  });
});

it.each(['bytes=0-', 'bytes=0-0', 'bytes=5-', 'bytes=-1', 'bytes=-0'])(
  '%j of an empty file is unsatisfiable',
  (header) => {
    expect(readRange(header, 0)).toBe('unsatisfiable');
  },
);

it('supports offsets beyond 32 bits', () => {
  const size = 2 ** 42;
  expect(readRange(`bytes=${size - 1}-`, size)).toEqual(span(size - 1, 1));
  expect(readRange(`bytes=${2 ** 40}-${2 ** 41}`, size)).toEqual(span(2 ** 40, 2 ** 40 + 1));
  expect(readRange(`bytes=-${2 ** 33}`, size)).toEqual(span(size - 2 ** 33, 2 ** 33));
});

it('is always inside the file', () => {
  for (const size of [0, 1, 2, 7]) {
    for (let first = 0; first < 9; first++) {
      for (const last of ['', ...Array(9).keys()]) {
        const range = readRange(`bytes=${first}-${last}`, size);
        if (range === undefined || range === 'unsatisfiable') continue;
        expect(range.length).toBeGreaterThan(0);
        expect(range.offset).toBe(first);
        expect(range.offset + range.length).toBe(Math.min(size, last === '' ? size : Number(last) + 1));
      }
    }
  }
});
