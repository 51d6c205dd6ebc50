import { jsonBody, route } from '@selfdb/shared/contract/route';
import { z } from '@selfdb/shared/contract/zod';
import { invalid, ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { SECRETS } from '../../testing/secrets.ts';
import { createApp } from '../create-app.ts';
import { toValidationError } from '../error-handler.ts';
import { readBody } from './read-body.ts';

const SETTINGS = { ...SECRETS, DATABASE_URL: 'postgres://user:password@db.invalid/name', LOG_LEVEL: 'error' };
const createThing = route({
  method: 'post',
  path: '/things',
  request: {
    query: z.strictObject({}),
    body: jsonBody(z.strictObject({ name: z.string() })),
  },
  responses: { 201: { description: 'x' } },
});
const app = createApp('api');
app.use(readBody());
app.openapi(createThing, (c) => c.body(null, 201));

async function post(body: string, query = '') {
  const headers = { 'Content-Type': 'application/json' };
  const response = await app.request(
    `http://test/things${query}`,
    { method: 'POST', headers, body },
    SETTINGS,
  );
  const text = await response.text();
  return { status: response.status, size: text.length, detail: JSON.parse(text).detail };
}

const many = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`);
const objectOf = (names: string[]) => JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));

describe('an answer to wrong input', () => {
  it('names 20 unknown fields at most', async () => {
    expect((await post(objectOf(many(19)))).detail).toHaveLength(20);
    const { status, detail } = await post(objectOf(many(2000)));
    expect([status, detail.length]).toEqual([422, 20]);
    expect(detail[0].loc).toEqual(['body', 'name']);
    expect(detail[19].loc).toEqual(['body', 'k18']);
  });

  it('names 20 unknown parameters at most', async () => {
    const { status, detail } = await post('{"name":"x"}', `?${many(300).join('=1&')}=1`);
    expect([status, detail.length]).toEqual([422, 20]);
  });

  it('says that an object has too many fields, and names none', async () => {
    for (const text of [objectOf(many(2001)), `[${objectOf(many(2001))}]`, objectOf(many(700_000))]) {
      const { status, detail } = await post(text);
      expect([status, detail]).toEqual([
        422,
        [{ loc: ['body'], msg: 'must have at most 2000 fields', type: 'too_many_fields' }],
      ]);
    }
  });

  it('cuts a name that is too long to be echoed', async () => {
    const { status, size, detail } = await post(objectOf(['💡'.repeat(1_000_000)]));
    expect([status, size < 2500]).toEqual([422, true]);
    expect(detail.at(-1)).toMatchObject({ type: 'unknown_field', loc: ['body', `${'💡'.repeat(100)}…`] });
  });

  it('keeps these limits for every source of errors, and for each wrong item of a list', () => {
    const issue = { loc: ['body', 'x'.repeat(500)], msg: 'y'.repeat(5000), type: 'z' };
    const error = new ValidationError(Array.from({ length: 50 }, () => issue));
    expect(error.issues).toHaveLength(20);
    expect(error.issues[0]).toEqual({
      loc: ['body', `${'x'.repeat(200)}…`],
      msg: `${'y'.repeat(1000)}…`,
      type: 'z',
    });
    expect(error.message.length).toBeLessThan(25_000);
    expect(invalid(['query', 5], 'short').issues).toEqual([
      { loc: ['query', 5], msg: 'short', type: 'value_error' },
    ]);
    const result = z.array(z.int()).safeParse(Array.from({ length: 30_000 }, () => 'x'));
    if (!result.error) throw new Error('taken');
    expect(toValidationError(result.error, 'json').issues).toHaveLength(20);
  });
});
