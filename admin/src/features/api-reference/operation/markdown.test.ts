import { expect, it } from 'vitest';
import { paragraphsOf, piecesOf } from './markdown.ts';

it('code and links are told from text, and nothing else becomes more than text', () => {
  expect(piecesOf('See [tus](https://tus.io) and `a[b](c)`.')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: 'tus', href: 'https://tus.io' },
    { kind: 'text', text: ' and ' },
    { kind: 'code', text: 'a[b](c)' },
    { kind: 'text', text: '.' },
  ]);
  expect(piecesOf('[x](javascript:alert(1)) <b>')).toEqual([
    { kind: 'text', text: '[x](javascript:alert(1)) <b>' },
  ]);
  expect(paragraphsOf('a\nb\n\nc')).toHaveLength(2);
});
