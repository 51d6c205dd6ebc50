import { describe, expect, it } from 'vitest';
import { hashPassword, rehashPassword, verifyPassword } from './password.ts';

const PASSWORD = 'correct horse battery staple';
const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/;

/** What other programs made of passwords. */
const MADE = {
  scrypt: 'scrypt$32768$8$3$jNsp0Ia8wE4ssDZN2iJVcw==$P1T8jKrLR+PtG0LO5lh2NHnO/E8MTm9wlrZWPLOsmzg=',
  openssl:
    '$argon2id$v=19$m=19456,t=2,p=1$mOe1/oTBdZc++hqvku7PGA$JxD/c1YE6ZH7OV2K30EZ+mYJ0tES4psZyxOb08aKjS0',
  cheaper: '$argon2id$v=19$m=8192,t=1,p=2$ajEphfmw8pih4sFeUEfpUQ$u5P4x/oVeegJbJmXrscnIrRJgOr2Jn98nnfsu9G7nVw',
  tooDear:
    '$argon2id$v=19$m=70000,t=1,p=1$5sHvwQKAwQ4AKcJXomoQ1w$AcCYErfo/r/aNenSYQxGFcI5UjDC1dvC3n3Y2jhpHW8',
  python: '$2b$10$lovRTT.9AxO43dQGxeDCeutjp4Wa0QPWmO5ULB35bYRfRZq2z6csK',
};
const BCRYPT_OF_8_A = '$2b$04$1gwxwFkaWQrFfbOI3Veic.uE16HNUTnWF0IZ3ldHAveB8usT6I1rG';
const BCRYPT_OF_72_X = '$2b$04$cr55JLRlAqp/QuzmH6fI1eZIw/EOFWt8rMIK405qssRA1JXvSDzlG';

describe('hashPassword', () => {
  it('makes argon2id hashes, another each time, which only their password has', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(CURRENT);
    expect(await hashPassword('correct horse')).not.toBe(hash);
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('correct horsf', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  it.each([
    ['Ελένη🔑 pass', 'Ελένη🔑 pasS'],
    ['🔑'.repeat(128), `${'🔑'.repeat(127)}🔒`],
    ['secret\0tail', 'secret\0tai1'],
    ['', '\0'],
  ])('looks at every byte of %j', async (password, other) => {
    const hash = await hashPassword(password);
    expect(await verifyPassword(password, hash)).toBe(true);
    expect(await verifyPassword(other, hash)).toBe(false);
  });

  it('gives the same password however its accents were typed', async () => {
    const hash = await hashPassword('caf\u00e9');
    expect(await verifyPassword('cafe\u0301', hash)).toBe(true);
  });
});

describe('verifyPassword', () => {
  it.each([
    ['scrypt of SelfDB 0.1.0', PASSWORD, MADE.scrypt],
    ['argon2id of OpenSSL', PASSWORD, MADE.openssl],
    [
      'argon2id of OpenSSL, beyond ASCII',
      'Ελένη🔑 pass',
      '$argon2id$v=19$m=19456,t=2,p=1$W53vZXAWxlOe9c2YUtTOFQ$C7uBaXQnnpcGMESaAHk5b3RvyOUhPHGQ15xFN2CNqeY',
    ],
    ['argon2id at another cost', PASSWORD, MADE.cheaper],
    ['bcrypt of Python', PASSWORD, MADE.python],
    ['bcrypt $2a$', PASSWORD, MADE.python.replace('$2b$', '$2a$')],
    ['bcrypt $2y$', PASSWORD, MADE.python.replace('$2b$', '$2y$')],
    ['bcrypt, beyond ASCII', 'Ελένη🔑 pass', '$2b$04$Gg8DXkm5tu/nLIfhA/6.zOC1Jb9m5qykqXItlB/QzXIr77dSDA1R6'],
  ])('knows %s', async (_name, password, hash) => {
    expect(await verifyPassword(password, hash)).toBe(true);
    expect(await verifyPassword(`${password}!`, hash)).toBe(false);
  });

  it('finds no password for a hash of another form, or of too high a cost', async () => {
    const forms = [
      '',
      'x',
      '$2b$12$abc',
      'scrypt$1$1$1$$',
      MADE.tooDear,
      MADE.scrypt.replace('32768', '65536'),
    ];
    for (const hash of [...forms, MADE.python.replace('$10$', '$31$'), MADE.openssl.replace('t=2', 't=99')]) {
      expect(await verifyPassword(PASSWORD, hash)).toBe(false);
    }
  });

  it('takes bcrypt for what it is: 72 bytes, and nothing with a NUL', async () => {
    expect(await verifyPassword('aaaaaaaa', BCRYPT_OF_8_A)).toBe(true);
    expect(await verifyPassword('aaaaaaaa\0aaaaaaaa', BCRYPT_OF_8_A)).toBe(false);
    expect(await verifyPassword('x'.repeat(71), BCRYPT_OF_72_X)).toBe(false);
    expect(await verifyPassword(`${'x'.repeat(72)} and more`, BCRYPT_OF_72_X)).toBe(true);
  });
});

describe('rehashPassword', () => {
  it.each([
    ['scrypt', MADE.scrypt],
    ['bcrypt', MADE.python],
    ['argon2id at another cost', MADE.cheaper],
  ])('replaces %s, twice by the same', async (_name, hash) => {
    const fresh = await rehashPassword(PASSWORD, hash);
    expect(fresh).toMatch(CURRENT);
    expect(await verifyPassword(PASSWORD, String(fresh))).toBe(true);
    expect(await rehashPassword(PASSWORD, hash)).toBe(fresh);
  });

  it('gives accounts with the same password different hashes', async () => {
    expect(await rehashPassword(PASSWORD, MADE.scrypt)).not.toBe(await rehashPassword(PASSWORD, MADE.python));
  });

  it('leaves a hash of the present cost, and one whose password bcrypt did not see to its end', async () => {
    expect(await rehashPassword(PASSWORD, await hashPassword(PASSWORD))).toBeUndefined();
    expect(await rehashPassword('x'.repeat(73), BCRYPT_OF_72_X)).toBeUndefined();
    expect(await rehashPassword('x'.repeat(72), BCRYPT_OF_72_X)).toMatch(CURRENT);
  });
});
