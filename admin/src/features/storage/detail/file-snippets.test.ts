import { expect, it } from 'vitest';
import type { StorageFile } from '../queries.ts';
import { fileSnippets, fileUrl } from './file-snippets.ts';

const file = { bucket_name: 'films', path: "a b/d'é.txt", name: "d'é.txt" } as StorageFile;
const code = (id: string, isPublic: boolean) =>
  fileSnippets.find((each) => each.id === id)?.code({ url: 'http://x/api', apiKey: 'key', file, isPublic });

it('writes addresses that every part of a path survives', () => {
  expect(fileUrl('http://x', file)).toBe("http://x/storage/files/download/films/a%20b/d'%C3%A9.txt");
});

it('writes snippets that quote the name, and ask for a login only where it is needed', () => {
  expect(code('curl', true)).toBe(
    "curl -o 'd'\\''é.txt' 'http://x/api/storage/files/download/films/a%20b/d'\\''%C3%A9.txt'",
  );
  expect(code('curl', false)).toContain('X-API-Key: key');
  expect(code('typescript', true)).toContain("path: 'a b/d\\'é.txt'");
  expect(code('typescript', true)).not.toContain('login');
  expect(code('typescript', false)).toContain('login');
});
