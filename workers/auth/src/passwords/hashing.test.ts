import { hashPassword } from '@selfdb/server/auth/password';
import { expect, it } from 'vitest';
import { check, DUMMY_HASH, hashQueue, PADDING_MS } from './hashing.ts';

const PASSWORD = 'correct horse battery staple';
const SCRYPT = 'scrypt$32768$8$3$jNsp0Ia8wE4ssDZN2iJVcw==$P1T8jKrLR+PtG0LO5lh2NHnO/E8MTm9wlrZWPLOsmzg=';

const checkFor = (password: string, expected: string | undefined, padFailures = false) =>
  check({ caller: 'x', password, expected, padFailures, requireTurn: () => {}, onFailure: () => {} });

it('the dummy hash costs as much as a real one, and matches no password', async () => {
  const cost = (text: string) => text.split('$').slice(0, 4);
  const sizes = (text: string) =>
    text
      .split('$')
      .slice(4)
      .map((part) => Buffer.from(part, 'base64').length);
  const real = await hashPassword('x');
  expect(cost(DUMMY_HASH)).toEqual(cost(real));
  expect(sizes(DUMMY_HASH)).toEqual(sizes(real));
  const before = hashQueue.stats().done;
  expect(await checkFor('', undefined)).toMatchObject({ matches: false, rehashed: undefined });
  expect(hashQueue.stats().done - before).toBe(1);
});

it('returns a new hash to replace an older one for a right password, and none for a wrong one', async () => {
  expect(await checkFor(PASSWORD, SCRYPT)).toMatchObject({ matches: true, rehashed: expect.any(String) });
  expect(await checkFor('wrong', SCRYPT)).toMatchObject({ matches: false, rehashed: undefined });
  expect(await checkFor(PASSWORD, await hashPassword(PASSWORD))).toMatchObject({ rehashed: undefined });
});

it('reports a failure only after the time of the slowest kind of hash', async () => {
  for (const expected of [SCRYPT, DUMMY_HASH, undefined]) {
    const turn = Promise.withResolvers<number>();
    const requireTurn = () => turn.resolve(performance.now());
    const checked = await check({
      caller: 'x',
      password: 'wrong',
      expected,
      padFailures: true,
      requireTurn,
      onFailure: () => {},
    });
    await checked.padding;
    // Timers count whole milliseconds.
    expect(performance.now() - (await turn.promise)).toBeGreaterThan(PADDING_MS - 2);
  }
});

it('hashes nothing if the turn is refused', async () => {
  const refused = new Error('refused');
  const attempt = check({
    caller: 'x',
    password: 'wrong',
    expected: undefined,
    padFailures: false,
    requireTurn: () => {
      throw refused;
    },
    onFailure: () => expect.unreachable(),
  });
  await expect(attempt).rejects.toBe(refused);
});
