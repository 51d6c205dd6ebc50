import { isStorableText } from '../storable-text.ts';
import { z } from './zod.ts';

/** Text that Postgres can hold: no NUL, no lone surrogates. */
export const Text = z
  .string()
  .refine((value) => !value.includes('\0'), { error: 'must not contain NUL' })
  .refine((value) => value.isWellFormed(), { error: 'must not contain lone surrogates' });

/** Free text. Its length is bounded because a list shows up to a thousand of them. */
export const Description = Text.max(4000);

const MAX_JSON_BYTES = 16 * 1024;
const encoder = new TextEncoder();

/** Whether a JSON value is small enough to be shown in a list. */
export function isSmallJson(value: unknown): boolean {
  const text = JSON.stringify(value) ?? '';
  return text.length <= MAX_JSON_BYTES && encoder.encode(text).length <= MAX_JSON_BYTES;
}
export const TOO_LARGE_JSON = 'must be at most 16 KiB of JSON';

/** A JSON object of the caller's own, stored unchanged. */
export const Metadata = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    { error: 'must be an object' },
  )
  .refine(isSmallJson, { error: TOO_LARGE_JSON })
  .refine(isStorable, { error: 'must not contain NUL or lone surrogates' })
  .refine(isExact, { error: 'must not contain a number that JavaScript rounds: send it as a string' })
  .openapi({ type: 'object', additionalProperties: true });

/** Whether JavaScript has rounded no number: none is infinite or a whole number beyond the safe integers. */
function isExact(value: unknown): boolean {
  if (typeof value === 'number')
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isExact);
}

/** Whether Postgres can store every text in the value. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorableText(key) && isStorable(item));
}

// Without flags: a pattern in JSON Schema can't have any.
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

export const Id = z.string().regex(UUID, 'must be a UUID').toLowerCase().openapi({ format: 'uuid' });

export const Time = z.string().openapi({ format: 'date-time', example: '2026-01-31T08:15:30.123Z' });

/** A whole number in a query string. Only digits: `1e3`, ` 5` and an empty text are refused. */
export function integerParam(min: number, max: number, byDefault: number) {
  return givenInteger(min, max)
    .default(byDefault)
    .openapi({ type: 'integer', minimum: min, maximum: max, default: byDefault });
}

/** The same without a default: undefined if it is left out. */
export function optionalInteger(min: number, max: number) {
  return givenInteger(min, max).optional().openapi({ type: 'integer', minimum: min, maximum: max });
}

/** The same in a JSON body: a number, or its digits as a string. */
export function integerField(min: number, max: number, byDefault: number) {
  return z
    .union([z.int(), givenInteger(min, max)], { error: 'must be a whole number' })
    .pipe(z.int().min(min).max(max))
    .nullish()
    .transform((value) => value ?? byDefault)
    .openapi({ type: 'integer', minimum: min, maximum: max, default: byDefault });
}

function givenInteger(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

export const Search = Text.max(100)
  .optional()
  .openapi({ description: 'Literal text: % and _ match themselves' });

/** The largest number with as many digits as `givenInteger` accepts. */
const MAX_SKIP = 999_999_999_999_999;

const Skip = givenInteger(0, MAX_SKIP).optional();

/** `skip`, and `offset` as another name for it. For `offsetAsSkip`. */
export const skipFields = {
  skip: Skip.openapi({ type: 'integer', minimum: 0, maximum: MAX_SKIP, default: 0 }),
  offset: Skip.openapi({ type: 'integer', minimum: 0, maximum: MAX_SKIP, description: 'The same as `skip`' }),
};

/** Takes `offset` of a list as its `skip`. Both may be given if they are equal. */
export function offsetAsSkip<T extends z.ZodObject<typeof skipFields>>(list: T): T {
  return list
    .refine(({ skip, offset }) => skip === undefined || offset === undefined || skip === offset, {
      path: ['offset'],
      error: 'is the same as `skip`: send one of them',
    })
    .overwrite((given) => ({ ...given, skip: given.skip ?? given.offset ?? 0 }));
}

/** `skip`, `limit`, `search`, `sort_by`, `sort_order` of a list route. */
export function listQuery<const Fields extends readonly [string, ...string[]]>(fields: Fields) {
  return offsetAsSkip(
    z.strictObject({
      ...skipFields,
      limit: integerParam(1, 1000, 100),
      search: Search,
      sort_by: z.enum(fields).default(fields[0] as Fields[number]),
      sort_order: z.enum(['asc', 'desc']).default('desc'),
    }),
  );
}

export const CountQuery = z.strictObject({ search: Search });
export const Count = z.object({ count: z.int() }).openapi('Count');
export const Message = z.object({ message: z.string() }).openapi('Message');
/** The fields of every answer to a deletion that has a body. */
export const Deleted = z.object({
  status: z.literal('deleted'),
  message: z.string(),
  deleted_id: z.string().openapi({ description: "The same as `id`, for 0.0.5's clients" }),
});
export const NoQuery = z.strictObject({});
export const IdParam = z.object({ id: Id });
