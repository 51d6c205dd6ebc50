import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

const IGNORED = new Set(['node_modules', 'dist', '.git', '.selfdb', '.turbo', '.wrangler', 'backups']);
const DECISIONS = join(ROOT, 'docs/decisions');

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Markdown without code, in which a bracket is no link and `#` is no heading. */
function prose(text: string): string {
  return text
    .split(/^```.*$/m)
    .filter((_, index) => index % 2 === 0)
    .join('\n');
}

/** The anchors that GitHub gives to the headings of a page. */
function anchors(path: string): Set<string> {
  const headings = prose(readFileSync(path, 'utf8')).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function linksOf(text: string): string[] {
  const withoutCode = prose(text).replace(/`[^`\n]*`/g, '');
  return [...withoutCode.matchAll(/\]\(([^()\s]*)\)/g)].map(([, target = '']) => target);
}

/** Why a relative link leads nowhere; undefined for a good one. */
function fault(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : resolve(dirname(page), decodeURI(path));
  const position = `${relative(ROOT, page)}: ${link}`;
  if (!existsSync(target)) return `${position}: there is no such file`;
  if (anchor === undefined || statSync(target).isDirectory()) return undefined;
  return anchors(target).has(anchor) ? undefined : `${position}: there is no such heading`;
}

it('every relative link in a page leads to a file, and its anchor to a heading', () => {
  const links = pages(ROOT).flatMap((page) =>
    linksOf(readFileSync(page, 'utf8')).map((link) => ({ page, link })),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.flatMap(({ page, link }) => fault(page, link) ?? [])).toEqual([]);
});

it('every decision has a status and is in the index, and no two have one number', () => {
  const index = linksOf(readFileSync(join(DECISIONS, 'README.md'), 'utf8'));
  const files = readdirSync(DECISIONS).filter((name) => name !== 'README.md');
  const status = /^# \d+\. .+\n\nStatus: (accepted|superseded by)/;
  expect(files.filter((name) => !status.test(readFileSync(join(DECISIONS, name), 'utf8')))).toEqual([]);
  expect(files.filter((name) => !index.includes(name))).toEqual([]);
  const numbers = files.map((name) => name.slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)]);
});

it('the README shows the picture of docs/architecture.md', () => {
  const [readme, architecture] = ['README.md', 'docs/architecture.md'].map(
    (page) => readFileSync(join(ROOT, page), 'utf8').match(/^```\n[^`]*PostgreSQL[^`]*```$/m)?.[0],
  );
  expect(readme).toBeDefined();
  expect(readme).toBe(architecture);
});
