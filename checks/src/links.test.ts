import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pages, proseOf } from './pages.ts';
import { ROOT } from './source-files.ts';

const DECISIONS = join(ROOT, 'docs/decisions');

/** The anchors that GitHub gives to the headings of a page. */
function anchors(path: string): Set<string> {
  const headings = proseOf(readFileSync(path, 'utf8')).matchAll(/^#+ (.*)$/gm);
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
  const withoutCode = proseOf(text).replace(/`[^`\n]*`/g, '');
  return [...withoutCode.matchAll(/\]\(([^()\s]*)\)/g)].map(([, target = '']) => target);
}

/** Why a relative link leads nowhere; undefined for a good one. */
function fault(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = join(ROOT, path === '' ? page : join(dirname(page), decodeURI(path)));
  const mention = `${page}: ${link}`;
  if (!existsSync(target)) return `${mention}: there is no such file`;
  if (anchor === undefined || statSync(target).isDirectory()) return undefined;
  return anchors(target).has(anchor) ? undefined : `${mention}: there is no such heading`;
}

it('every relative link in a page leads to a file, and its anchor to a heading', () => {
  const links = pages().flatMap((page) =>
    linksOf(readFileSync(join(ROOT, page), 'utf8')).map((link) => ({ page, link })),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.flatMap(({ page, link }) => fault(page, link) ?? [])).toEqual([]);
});

it('every decision is in the index with its title and status, and no two have one number', () => {
  const index = readFileSync(join(DECISIONS, 'README.md'), 'utf8');
  const files = readdirSync(DECISIONS).filter((name) => name !== 'README.md');
  const rows = files.map((name) => {
    const text = readFileSync(join(DECISIONS, name), 'utf8');
    const [, title, status] = text.match(/^# (\d+\. .+)\n\nStatus: ((?:accepted|superseded by).*)\n/) ?? [];
    return `| [${title}](${name}) | ${status} |`;
  });
  expect(rows.filter((row) => !index.includes(row))).toEqual([]);
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
