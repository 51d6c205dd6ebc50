import { expect, it } from 'vitest';
import { expirySeconds } from './expiry.ts';

it.each([
  ['90', 'minutes', { seconds: 5400 }],
  ['1,5', 'hours', { seconds: 5400 }],
  ['7', 'days', { seconds: 604_800 }],
  ['7.1', 'days', { problem: 'A link works for at most 7 days.' }],
  ['0', 'days', { problem: 'Write a number above 0.' }],
  ['', 'hours', { problem: 'Write a number above 0.' }],
  ['1e3', 'minutes', { problem: 'Write a number above 0.' }],
] as const)('reads %s %s', (text, unit, expected) => {
  expect(expirySeconds(text, unit)).toEqual(expected);
});
