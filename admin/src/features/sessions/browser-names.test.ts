import { expect, it } from 'vitest';
import { describeUserAgent } from './browser-names.ts';

it('names browsers with their system', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
  expect(describeUserAgent(firefox)).toBe('Firefox on Windows');
  expect(describeUserAgent(safari)).toBe('Safari on iOS');
});

it('names programs', () => {
  expect(describeUserAgent('curl/8.14.1')).toBe('curl');
  expect(describeUserAgent('node')).toBe('node');
});

it('says so when there is nothing to read', () => {
  expect(describeUserAgent(null)).toBe('Unknown device');
  expect(describeUserAgent('')).toBe('Unknown device');
});
