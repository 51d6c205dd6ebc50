import { expect, it } from 'vitest';
import { generatePassword } from './generate-password.ts';

it('makes passwords of four groups, never the same twice', () => {
  const passwords = Array.from({ length: 200 }, generatePassword);
  expect(new Set(passwords).size).toBe(200);
  for (const password of passwords) expect(password).toMatch(/^(?:[a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
});

it('uses all 32 characters', () => {
  const used = new Set(Array.from({ length: 200 }, generatePassword).join('').replaceAll('-', ''));
  expect(used.size).toBe(32);
});
