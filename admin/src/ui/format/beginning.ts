/** Browsers take seconds to lay out a longer text. */
const LONGEST_DRAWN = 100_000;

/** The beginning of a text that is too long to be drawn; undefined for any other. */
export function beginningOf(text: string): string | undefined {
  return text.length > LONGEST_DRAWN ? text.slice(0, LONGEST_DRAWN) : undefined;
}
