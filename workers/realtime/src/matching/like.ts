import { searchFor } from './search.ts';
import { endAt, type Segment, searchSegment, startOfLast } from './segment.ts';
import type { Work } from './work.ts';

export type TextTest = (text: string, work: Work) => boolean;

/**
 * Compiles a LIKE pattern: `%` is any text, `_` one character, and a backslash escapes the next character. The
 * time is linear in the text; with `_`, it grows once more for every 32 characters of the pattern between two
 * `%`.
 */
export function compileLike(pattern: string): TextTest {
  const [first = [], ...others] = segmentsOf(pattern);
  const last = others.pop();
  const middle = others.filter((segment) => segment.length > 0);
  if ([first, ...middle, last ?? []].some((segment) => segment.includes(undefined))) {
    return withWildcards(first, middle, last);
  }
  const start = first.join('');
  return last === undefined
    ? (text) => text === start
    : literal(
        start,
        middle.map((segment) => segment.join('')),
        last.join(''),
      );
}

/** Without `_`, plain search suffices. */
function literal(start: string, parts: string[], end: string): TextTest {
  const searches = parts.map((part) => ({ part, search: searchFor(part) }));
  return (text, work) => {
    if (!text.startsWith(start)) return false;
    let position = start.length;
    for (const { part, search } of searches) {
      const found = search(text, position, work);
      if (found < 0) return false;
      position = found + part.length;
    }
    return text.length - end.length >= position && text.endsWith(end);
  };
}

function withWildcards(first: Segment, middle: Segment[], last: Segment | undefined): TextTest {
  const searches = middle.map(searchSegment);
  return (text, work) => {
    let position = endAt(text, first, 0);
    if (position < 0 || last === undefined) return position === text.length;
    for (const search of searches) {
      position = search(text, position, work);
      if (position < 0) return false;
    }
    const start = startOfLast(text, last.length);
    return start >= position && endAt(text, last, start) === text.length;
  };
}

function segmentsOf(pattern: string): Segment[] {
  const segments: Segment[] = [[]];
  let isEscaped = false;
  for (const character of pattern) {
    const segment = segments.at(-1);
    if (!isEscaped && character === '\\') isEscaped = true;
    else {
      if (!isEscaped && character === '%') segments.push([]);
      else segment?.push(!isEscaped && character === '_' ? undefined : character);
      isEscaped = false;
    }
  }
  return segments;
}
