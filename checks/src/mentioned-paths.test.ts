import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pages, proseOf } from './pages.ts';
import { allFiles, ROOT } from './source-files.ts';

/** A word in backticks that can be a path: letters, digits, `.`, `-`, `_`, `@`, with a slash or the extension of a source file. */
const PATH = /^[\w.@-]+(?:\/[\w.@-]+)*$/;
const SOURCE = /\.(?:ts|js|sql|md|capnp|json|toml|yml|py|lua)$/;

/** Paths that a page gives as an example, or that appear when SelfDB runs. */
const ELSEWHERE = /^(?:\.selfdb\b|\.\/selfdb$|docs\/a\.txt$|application\/)/;

const files = allFiles();
/** Every file and folder by each end of its path: `statement/ddl.ts` and `ddl.ts` for `workers/api/src/tables/statement/ddl.ts`. */
const ends = new Set(files.flatMap((file) => [...foldersOf(file), file]).flatMap(endsOf));

function foldersOf(file: string): string[] {
  const folder = dirname(file);
  return folder === '.' ? [] : [...foldersOf(folder), folder];
}

function endsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}

/** The paths of this repository that a page mentions in backticks. A package's name, such as `@tus/server`, is none. */
function mentionedPaths(text: string): string[] {
  return [...proseOf(text).matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code.replace(/\/$/, ''))
    .filter((code) => PATH.test(code) && (code.includes('/') || SOURCE.test(code)))
    .filter((code) => !code.startsWith('@') && !ELSEWHERE.test(code));
}

it('every file or folder that a page mentions is there', () => {
  const mentions = pages().flatMap((page) =>
    mentionedPaths(readFileSync(join(ROOT, page), 'utf8')).map((path) => ({ page, path })),
  );
  expect(mentions.length).toBeGreaterThan(50);
  expect(mentions.filter(({ path }) => !ends.has(path))).toEqual([]);
});

it('recognizes paths among other code, and finds them by their end', () => {
  expect(
    mentionedPaths('`hub/hub.ts`, `app.ts` and `workers/api/`, not `/tables`, `a/b c` or `@tus/server`'),
  ).toEqual(['hub/hub.ts', 'app.ts', 'workers/api']);
  expect([ends.has('checks/src'), ends.has('src/source-files.ts'), ends.has('hub/no-such-file.ts')]).toEqual([
    true,
    true,
    false,
  ]);
});
