import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

it('a password matches its own hash and no other does', async () => {
  const hash = await hashPassword('correct horse');
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  expect(await verifyPassword('correct horsf', hash)).toBe(false);
});

it('the same password has another hash each time', async () => {
  expect(await hashPassword('password')).not.toBe(await hashPassword('password'));
});

it('a password matches however its accents were typed', async () => {
  const hash = await hashPassword('caf\u00e9');
  expect(await verifyPassword('cafe\u0301', hash)).toBe(true);
});

it('a hash of another form matches nothing', async () => {
  for (const hash of ['', 'password', '$2b$12$abc', 'scrypt$1$1$1$$']) {
    expect(await verifyPassword('password', hash)).toBe(false);
  }
});
