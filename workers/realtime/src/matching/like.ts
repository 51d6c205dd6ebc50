/** One character of a pattern between two `%`; undefined stands for `_`. */
type Segment = (string | undefined)[];

/**
 * A LIKE pattern as a function on texts: `%` any characters, `_` one, a backslash takes the next as it is. Its time grows
 * with text times pattern, whatever the pattern, as that of a regular expression would not.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const [first = [], ...others] = segmentsOf(pattern);
  const last = others.pop();
  const middle = others.filter((segment) => segment.length > 0);
  if ([first, ...middle, last ?? []].some((segment) => segment.includes(undefined))) {
    return (text) => matchesCharacters([...text], first, middle, last);
  }
  const [start, ...parts] = [first, ...middle].map((segment) => segment.join(''));
  return last === undefined ? (text) => text === start : literal(start ?? '', parts, last.join(''));
}

/** Without any `_`, texts can be searched as they are. */
function literal(start: string, parts: string[], end: string): (text: string) => boolean {
  return (text) => {
    if (!text.startsWith(start)) return false;
    let place = start.length;
    for (const part of parts) {
      const found = text.indexOf(part, place);
      if (found < 0) return false;
      place = found + part.length;
    }
    return text.length - end.length >= place && text.endsWith(end);
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

function matchesCharacters(
  text: string[],
  first: Segment,
  middle: Segment[],
  last: Segment | undefined,
): boolean {
  if (!isAt(text, first, 0)) return false;
  if (!last) return text.length === first.length;
  let place = first.length;
  for (const segment of middle) {
    while (place <= text.length && !isAt(text, segment, place)) place++;
    place += segment.length;
  }
  return text.length - last.length >= place && isAt(text, last, text.length - last.length);
}

function isAt(text: string[], segment: Segment, place: number): boolean {
  if (place + segment.length > text.length) return false;
  for (let i = 0; i < segment.length; i++) {
    if (segment[i] !== undefined && segment[i] !== text[place + i]) return false;
  }
  return true;
}
