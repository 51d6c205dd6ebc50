import { expect, it } from 'vitest';
import { openSealedText, sealText } from './sealed-text.ts';

const KEY = 'a-secret-key-0123456789-0123456789';

it('opens what it sealed, and never seals one text twice in the same way', async () => {
  const sealed = await sealText(KEY, 'webhook secrets', 'id', 'whsec_é🐘');
  expect(await openSealedText(KEY, 'webhook secrets', 'id', sealed)).toBe('whsec_é🐘');
  expect(sealed).not.toContain('whsec');
  expect(await sealText(KEY, 'webhook secrets', 'id', 'whsec_é🐘')).not.toBe(sealed);
});

it('opens nothing under another key, for another row, or that was changed', async () => {
  const sealed = await sealText(KEY, 'webhook secrets', 'id', 'text');
  const changed = (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1);
  expect(await openSealedText(`${KEY}x`, 'webhook secrets', 'id', sealed)).toBeUndefined();
  expect(await openSealedText(KEY, 'webhook secrets', 'other', sealed)).toBeUndefined();
  expect(await openSealedText(KEY, 'function variables', 'id', sealed)).toBeUndefined();
  expect(await openSealedText(KEY, 'webhook secrets', 'id', changed)).toBeUndefined();
  expect(await openSealedText(KEY, 'webhook secrets', 'id', '')).toBeUndefined();
});

it('opens what earlier versions have stored', async () => {
  const stored = 'e9dCyNWUcQCgjqrpRTQrYnNzOFU1a+wJVtqcpVzsi0rx8g==';
  expect(await openSealedText(KEY, 'function variables', 'WORD', stored)).toBe('é🐘');
});
