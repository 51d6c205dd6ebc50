import { expect, it } from 'vitest';
import { faultOf, fromField, inUtc, suggested, toField } from './local-time.ts';

const OLDEST = '2026-12-01T10:00:00.500Z';
const NOW = Date.parse('2026-12-02T10:00:00Z');

it('a field has the time of the browser, which comes back as it was', () => {
  const time = new Date('2026-12-02T09:05:07Z');
  expect(fromField(toField(time))).toEqual(time);
  expect(inUtc(time)).toBe('2026-12-02 09:05:07 UTC');
  expect(fromField('')).toBeUndefined();
});

it('only a time within the bounds can be restored', () => {
  expect(faultOf(undefined, OLDEST, NOW)).toMatch(/Choose/);
  expect(faultOf(new Date(NOW + 1000), OLDEST, NOW)).toMatch(/not come/);
  expect(faultOf(new Date('2026-12-01T10:00:00Z'), OLDEST, NOW)).toMatch(/earliest/);
  expect(faultOf(new Date('2026-12-01T10:00:01Z'), OLDEST, NOW)).toBeUndefined();
});

it('suggests a time that can be restored', () => {
  expect(suggested(OLDEST, NOW)).toEqual(new Date(NOW - 600_000));
  expect(suggested(OLDEST, Date.parse(OLDEST) + 5000).toISOString()).toBe('2026-12-01T10:00:01.000Z');
});
