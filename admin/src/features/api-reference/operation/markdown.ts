/** A piece of a line of Markdown. */
export type Piece = { kind: 'text' | 'code'; text: string } | { kind: 'link'; text: string; href: string };

function linkAt(text: string): { piece: Piece; length: number } | undefined {
  const end = text.indexOf('](');
  const close = end < 0 ? -1 : text.indexOf(')', end);
  if (close < 0) return undefined;
  const href = text.slice(end + 2, close);
  if (!/^https?:\/\//.test(href)) return undefined;
  return { piece: { kind: 'link', text: text.slice(1, end), href }, length: close + 1 };
}

function codeAt(text: string): { piece: Piece; length: number } | undefined {
  const close = text.indexOf('`', 1);
  return close < 0 ? undefined : { piece: { kind: 'code', text: text.slice(1, close) }, length: close + 1 };
}

/** The code, the links and the text of a line. Anything else of Markdown stays as it is written. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at < line.length; ) {
    const rest = line.slice(at);
    const found = line[at] === '`' ? codeAt(rest) : line[at] === '[' ? linkAt(rest) : undefined;
    if (!found) {
      at++;
      continue;
    }
    if (at > from) pieces.push({ kind: 'text', text: line.slice(from, at) });
    pieces.push(found.piece);
    at += found.length;
    from = at;
  }
  return from < line.length ? [...pieces, { kind: 'text', text: line.slice(from) }] : pieces;
}

/** The paragraphs of a text, each with its pieces. */
export function paragraphsOf(text: string): Piece[][] {
  return text
    .split('\n\n')
    .map((paragraph) => paragraph.replaceAll('\n', ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .map(piecesOf);
}
