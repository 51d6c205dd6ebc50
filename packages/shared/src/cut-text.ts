/** The text, or its first characters (UTF-16 units, none of them half a pair) with `…` behind them. */
export function cutText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
