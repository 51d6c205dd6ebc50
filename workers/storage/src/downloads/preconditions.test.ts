import { describe, expect, it } from 'vitest';
import { type Conditions, evaluate, rangeApplies } from './preconditions.ts';

/** With a fraction of a second, which HTTP dates lack. */
const version = { etag: '"abc"', modifiedAt: new Date('2026-03-05T10:20:30.700Z') };
const BEFORE = 'Thu, 05 Mar 2026 10:20:29 GMT';
const THEN = 'Thu, 05 Mar 2026 10:20:30 GMT';
const AFTER = 'Thu, 05 Mar 2026 10:20:31 GMT';

const outcome = (conditions: Conditions) => evaluate(conditions, version);

it('sends the file when there is no condition', () => {
  expect(outcome({})).toBeUndefined();
});

describe('If-Match', () => {
  it.each(['"abc"', '*', ' * ', '"x", "abc"', '"abc","x"', 'W/"abc", "abc"', '"a, b", "abc"'])(
    '%s holds',
    (ifMatch) => {
      expect(outcome({ ifMatch })).toBeUndefined();
    },
  );

  it.each(['"ABC"', '"x"', 'W/"abc"', 'abc', '', '"abc', '"x", W/"abc"', '"x*"', '"ab", "c"', '"a""bc"'])(
    '%s fails: the comparison is strong',
    (ifMatch) => {
      expect(outcome({ ifMatch })).toBe('failed');
    },
  );
});

describe('If-None-Match', () => {
  it.each(['"abc"', 'W/"abc"', '*', '"x", "abc"', '"x",W/"abc"', '"a,b" , "abc"'])(
    '%s matches: the comparison is weak',
    (ifNoneMatch) => {
      expect(outcome({ ifNoneMatch })).toBe('not_modified');
    },
  );

  it.each(['"ABC"', '"x"', 'abc', '', 'W/"x"', '"ab", "c"'])('%s does not match', (ifNoneMatch) => {
    expect(outcome({ ifNoneMatch })).toBeUndefined();
  });
});

/** One second in the three date formats of RFC 9110, 5.6.7. */
const FORMS = [THEN, 'Thursday, 05-Mar-26 10:20:30 GMT', 'Thu Mar  5 10:20:30 2026'];
const NOT_DATES = [
  '',
  'yesterday',
  '0',
  '2026',
  'x 1',
  '2026-03-05T10:20:30Z',
  '1772706030',
  'Thu, 99 Mar 2026 10:20:30 GMT',
];

describe('If-Unmodified-Since', () => {
  it.each([BEFORE, 'Thu, 01 Jan 1970 00:00:00 GMT'])('%s fails', (ifUnmodifiedSince) => {
    expect(outcome({ ifUnmodifiedSince })).toBe('failed');
  });

  it.each([...FORMS, AFTER, 'Sat, 05 Mar 2126 10:20:30 GMT'])('%s holds', (ifUnmodifiedSince) => {
    expect(outcome({ ifUnmodifiedSince })).toBeUndefined();
  });

  it.each(NOT_DATES)('%j is not a date and is ignored', (ifUnmodifiedSince) => {
    expect(outcome({ ifUnmodifiedSince })).toBeUndefined();
  });
});

describe('If-Modified-Since', () => {
  it.each([...FORMS, AFTER, 'Sat, 05 Mar 2126 10:20:30 GMT'])('%s: not modified', (ifModifiedSince) => {
    expect(outcome({ ifModifiedSince })).toBe('not_modified');
  });

  it.each([BEFORE, 'Thu, 01 Jan 1970 00:00:00 GMT'])('%s: modified', (ifModifiedSince) => {
    expect(outcome({ ifModifiedSince })).toBeUndefined();
  });

  it.each(NOT_DATES)('%j is not a date and is ignored', (ifModifiedSince) => {
    expect(outcome({ ifModifiedSince })).toBeUndefined();
  });
});

describe('several conditions', () => {
  it.each<[Conditions, ReturnType<typeof outcome>]>([
    [{ ifMatch: '"abc"', ifUnmodifiedSince: BEFORE }, undefined],
    [{ ifMatch: '"x"', ifUnmodifiedSince: AFTER }, 'failed'],
    [{ ifNoneMatch: '"x"', ifModifiedSince: AFTER }, undefined],
    [{ ifNoneMatch: '"abc"', ifModifiedSince: BEFORE }, 'not_modified'],
    [{ ifMatch: '"x"', ifNoneMatch: '"abc"' }, 'failed'],
    [{ ifMatch: '"abc"', ifNoneMatch: '"abc"' }, 'not_modified'],
    [{ ifUnmodifiedSince: BEFORE, ifNoneMatch: '"abc"' }, 'failed'],
    [{ ifUnmodifiedSince: AFTER, ifModifiedSince: AFTER }, 'not_modified'],
    [{ ifMatch: '*', ifModifiedSince: BEFORE }, undefined],
    [{ ifRange: '"x"' }, undefined],
  ])('%j are evaluated in the order of RFC 9110, 13.2.2', (conditions, expected) => {
    expect(outcome(conditions)).toBe(expected);
  });
});

describe('a range', () => {
  it.each([undefined, '"abc"', ' "abc" '])('applies with If-Range %j', (ifRange) => {
    expect(rangeApplies({ ifRange }, version)).toBe(true);
  });

  it.each(['"x"', 'W/"abc"', 'abc', '', '*', '"abc", "x"', 'garbage', ...FORMS, BEFORE, AFTER])(
    'does not apply with If-Range %j',
    (ifRange) => {
      expect(rangeApplies({ ifRange }, version)).toBe(false);
    },
  );
});
