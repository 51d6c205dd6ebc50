import { expect, it } from 'vitest';
import { nameOfRow, summarize } from './summarize.ts';

const UUID = '01a2344c-4bb6-75cb-a253-d5d6a778de7a';

it('sums a row up by what says something: a number as its key first, a UUID last, and no times', () => {
  const book = { id: UUID, created_at: 'a', title: 'Dune', note: null, year: 1965 };
  expect(summarize(book)).toBe('title: Dune · year: 1965 · id: …a778de7a');
  expect(summarize({ title: 'Dune', id: 7 })).toBe('id: 7 · title: Dune');
  expect(summarize(null)).toBe('');
});

it('calls a row by its first text, or else by its key', () => {
  expect(nameOfRow({ id: UUID, author_id: UUID, title: 'Dune' })).toBe('Dune');
  expect(nameOfRow({ year: 1965, id: 7 })).toBe('7');
  expect(nameOfRow({ id: UUID, year: 1965 })).toBe('…a778de7a');
});
