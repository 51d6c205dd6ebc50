/** The text in pieces: those at odd places match what is searched, in upper or lower case. */
export function splitByMatch(text: string, search: string): string[] {
  if (search === '') return [text];
  const lower = text.toLowerCase();
  // A few characters change their length, and the places would not fit.
  if (lower.length !== text.length) return [text];
  const wanted = search.toLowerCase();
  const pieces: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...pieces, text.slice(from)];
}
