/** The text, or its first characters followed by `…`. Counts UTF-16 units and never splits a surrogate pair. */
export function cutText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
