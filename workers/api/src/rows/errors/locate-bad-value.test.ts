import { AppError, ValidationError } from '@selfdb/shared/errors';
import { expect, it } from 'vitest';
import { columnOf } from '../../testing/table-meta.ts';
import { type Candidate, locateBadValue } from './locate-bad-value.ts';

const columns = {
  age: columnOf('age', 'integer'),
  size: columnOf('size', 'integer'),
  price: columnOf('price', 'numeric(5,2)'),
  big: columnOf('big', 'numeric(9,2)'),
  short: columnOf('short', 'character varying(3)'),
  brief: columnOf('brief', 'character varying(3)'),
  mood: columnOf('mood', 'mood'),
  tags: columnOf('tags', 'integer[]'),
  marks: columnOf('marks', 'integer[]'),
  doc: columnOf('doc', 'jsonb'),
  note: columnOf('note', 'text'),
};

type Values = { [Name in keyof typeof columns]?: Candidate['value'] };

function candidatesOf(values: Values): Candidate[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const value = Object.entries(values).find(([key]) => key === name)?.[1];
    return value === undefined ? [] : [{ column, value, loc: ['body', name] }];
  });
}

function failed(code: string, message: string, more: { hint?: string; detail?: string } = {}): AppError {
  const cause = Object.assign(new Error(message), { code, ...more });
  return new ValidationError([{ loc: ['body'], msg: 'A value does not fit.', type: 'type_error' }], {
    cause,
  });
}

const TOO_DEEP = 'number of array dimensions (7) exceeds the maximum allowed (6)';

it.each<[string, AppError, Values, string]>([
  ['by dimensions', failed('54000', TOO_DEEP), { tags: [['1']], marks: [[[[[[['1']]]]]]] }, 'marks'],
  [
    'by those of a text',
    failed('54000', TOO_DEEP.replace('(7) ', '')),
    { tags: '{1}', marks: ' {{{{{{{1}}}}}}}' },
    'marks',
  ],
  ['by those behind bounds', failed('54000', TOO_DEEP), { tags: '{1}', marks: '[1:1]={{{{{{{1}' }, 'marks'],
  [
    'by type and value',
    failed('22P02', 'invalid input syntax for type integer: "x"'),
    { age: 5, size: 'x' },
    'size',
  ],
  [
    'by a value out of range',
    failed('22003', 'value "99999999999" is out of range for type integer'),
    { age: 1, size: 99999999999 },
    'size',
  ],
  [
    'by value alone',
    failed('22P02', 'invalid input value for enum mood: "x"'),
    { note: 'y', mood: 'x' },
    'mood',
  ],
  [
    'by a value with quotes',
    failed('22P02', 'invalid input syntax for type integer: "a"b"'),
    { age: 1, size: 'a"b' },
    'size',
  ],
  ['by type alone', failed('22003', 'integer out of range'), { note: 'x', age: 1 }, ''],
  [
    'in an array',
    failed('22P02', 'invalid input syntax for type integer: "x"'),
    { age: 1, tags: [1, 'x'] as never },
    'tags',
  ],
  [
    'by the key in the hint',
    failed('22P02', 'expected JSON array', { hint: 'See the value of key "tags".' }),
    { age: 1, tags: 5 },
    'tags',
  ],
  [
    'by length',
    failed('22001', 'value too long for type character varying(3)'),
    { short: 'abc', brief: 'abcd' },
    'brief',
  ],
  [
    'by precision',
    failed('22003', 'numeric field overflow', {
      detail: 'A field with precision 5, scale 2 must round to an absolute value less than 10^3.',
    }),
    { price: 1000, big: 1000 },
    'price',
  ],
  [
    'by NUL',
    failed('22P05', 'unsupported Unicode escape sequence', {
      detail: '\\u0000 cannot be converted to text.',
    }),
    { note: 'x', doc: { a: 'b\0' } },
    'doc',
  ],
  [
    'by half a surrogate pair',
    failed('22P02', 'invalid input syntax for type json', {
      detail: 'Unicode high surrogate must not follow a high surrogate.',
    }),
    { note: '\ud800', doc: 'x' },
    'note',
  ],
  ['as the only column', failed('22P02', 'something new'), { mood: 'x' }, 'mood'],
  ['by no guess among several', failed('22P02', 'something new'), { mood: 'x', age: 5 }, ''],
])('finds the column %s', (_how, error, values, expected) => {
  const located = locateBadValue(error, candidatesOf(values));
  if (expected === '') expect(located).toBe(error);
  else
    expect(located).toMatchObject({
      issues: [{ loc: ['body', expected], type: 'type_error' }],
      cause: error,
    });
});

it('names the column and its type, never the value', () => {
  const error = failed('22P02', 'invalid input syntax for type integer: "s3cret"');
  const located = locateBadValue(error, candidatesOf({ age: 's3cret' }));
  expect(located.message).toBe('The value for "age" does not fit its type integer.');
});

it('does not change an error that is not from Postgres', () => {
  const error = new AppError('unavailable', 'x');
  expect(locateBadValue(error, candidatesOf({ age: 1 }))).toBe(error);
});

it('does not choose a text that equals the value of another column', () => {
  const error = failed('22P02', 'invalid input value for enum mood: "x"');
  expect(
    locateBadValue(
      error,
      candidatesOf({ mood: 'x' })
        .concat(candidatesOf({ note: 'x' }))
        .toReversed(),
    ),
  ).toMatchObject({ issues: [{ loc: ['body', 'mood'] }] });
});

it('recognises a domain by its base type', () => {
  const domain = columnOf('count', 'whole', { base: 'integer' });
  const error = failed('22P02', 'invalid input syntax for type integer: "2.5"');
  const given: Candidate[] = [
    { column: columnOf('price', 'numeric'), value: '2.5', loc: ['body', 'price'] },
    { column: domain, value: '2.5', loc: ['body', 'count'] },
  ];
  expect(locateBadValue(error, given)).toMatchObject({ issues: [{ loc: ['body', 'count'] }] });
});
