import { allFiles } from './source-files.ts';

/** The Markdown pages of the repository, as paths from its root. */
export function pages(): string[] {
  return allFiles().filter((file) => file.endsWith('.md'));
}

/** Markdown without blocks of code, in which a bracket is no link and `#` is no heading. */
export function proseOf(text: string): string {
  return text
    .split(/^```.*$/m)
    .filter((_, index) => index % 2 === 0)
    .join('\n');
}
