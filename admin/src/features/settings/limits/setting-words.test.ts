import { expect, it } from 'vitest';
import { aboutInWords, findSettings, valueInWords } from './setting-words.ts';

it.each([
  ['MAX_BODY_BYTES', 10_485_760, '10 MB'],
  ['ACCESS_TOKEN_TTL_SECONDS', 3600, '1 hour'],
  ['REFRESH_TOKEN_TTL_SECONDS', 2_592_000, '30 days'],
  ['ACCESS_TOKEN_TTL_SECONDS', 5400, '90 minutes'],
  ['ACCESS_TOKEN_TTL_SECONDS', 61, '61 seconds'],
  ['SQL_MAX_TIMEOUT_MS', 300_000, '5 minutes'],
  ['PG_QUEUE_STALL_MS', 700, '700 ms'],
  ['SQL_MAX_ROWS', 100_000, '100,000'],
  ['STORAGE_QUOTA_BYTES', 0, 'no limit'],
  ['TRUSTED_PROXIES', 0, '0'],
  ['PUBLIC_URL', null, 'not set'],
  ['LOG_LEVEL', 'info', 'info'],
])('says %s = %s as %s', (name, value, words) => {
  expect(valueInWords({ name, value })).toBe(words);
});

it('leaves the unit out of what a setting does, since the value says it', () => {
  expect(aboutInWords('The largest `body` (bytes). 0: none')).toBe('The largest body. 0: none');
});

it('finds a setting by words of its name and its explanation', () => {
  const setting = (name: string, about: string) => ({ name, about, section: 'HTTP', value: 1, default: 1 });
  const settings = [setting('MAX_BODY_BYTES', 'The largest request body.'), setting('SQL_MAX_ROWS', 'Rows.')];
  expect(findSettings(settings, 'LARGEST body').map(({ name }) => name)).toEqual(['MAX_BODY_BYTES']);
  expect(findSettings(settings, '')).toHaveLength(2);
});
