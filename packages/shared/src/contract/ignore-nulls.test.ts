import { describe, expect, it } from 'vitest';
import { ignoreNulls } from './ignore-nulls.ts';
import { z } from './zod.ts';

const Thing = z.strictObject({
  name: z.string(),
  size: z.int().optional(),
  kind: z.enum(['a', 'b']).default('a'),
  note: z.string().nullish(),
});

describe('a field that is null', () => {
  it('counts as not given where it may be left out', () => {
    expect(ignoreNulls(Thing).parse({ name: 'x', size: null, kind: null })).toEqual({ name: 'x', kind: 'a' });
  });

  it('stays null where that is a value', () => {
    expect(ignoreNulls(Thing).parse({ name: 'x', note: null })).toMatchObject({ note: null });
  });

  it('is refused where it is required or not known', () => {
    const issues = ignoreNulls(Thing).safeParse({ name: null, nope: null }).error?.issues;
    expect(issues?.map(({ code }) => code)).toEqual(['invalid_type', 'unrecognized_keys']);
  });

  it('is found inside refinements and transformations', () => {
    const either = Thing.refine(({ size, note }) => (size ?? note) !== undefined).transform((thing) => [
      thing,
    ]);
    expect(ignoreNulls(either).safeParse({ name: 'x', size: null }).success).toBe(false);
    expect(ignoreNulls(either).parse({ name: 'x', size: 1, kind: null })).toMatchObject([{ kind: 'a' }]);
  });

  it.each([null, [], [null], 'x', 5])('%j is no object', (value) => {
    expect(ignoreNulls(Thing).safeParse(value).success).toBe(false);
  });
});
