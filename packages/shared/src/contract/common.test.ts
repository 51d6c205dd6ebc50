import { describe, expect, it } from 'vitest';
import { Metadata } from './common.ts';

const parse = (json: string) => Metadata.safeParse(JSON.parse(json));

describe('metadata', () => {
  it.each(['1e400', '-1e400', '9007199254740992', '9007199254740993', '-9007199254740993', '1e16'])(
    'with the number %s is refused, at any depth',
    (number) => {
      for (const json of [`{"a":${number}}`, `{"a":[{"b":${number}}]}`]) {
        expect(parse(json).error?.issues).toMatchObject([
          { message: expect.stringContaining('JavaScript rounds') },
        ]);
      }
    },
  );

  it.each(['0', '-1', '1.5', '1e-300', '9007199254740991', '-9007199254740991', '"9007199254740993"'])(
    'with %s is taken',
    (value) => {
      expect(parse(`{"a":[${value}]}`).data).toEqual({ a: [JSON.parse(value)] });
    },
  );
});
