import type { Work } from './work.ts';

/** Where a pattern occurs in a text, at or after `from`; -1 if it does not. */
export type Search = (text: string, from: number, work: Work) => number;

/**
 * V8 uses only this many characters of a pattern to skip ahead. Longer patterns may cost text times pattern.
 */
const MAX_NATIVE_LENGTH = 250;
/** The runtime's own search compares several characters per step. */
const NATIVE_CHARACTERS_PER_STEP = 4;

/** Searches for a literal in time linear in the text, for any text and pattern. */
export function searchFor(pattern: string): Search {
  if (pattern.length > MAX_NATIVE_LENGTH) return knuthMorrisPratt(pattern);
  return (text, from, work) => {
    work.spend((text.length - from) / NATIVE_CHARACTERS_PER_STEP);
    const found = text.indexOf(pattern, from);
    if (found >= 0) work.giveBack((text.length - found) / NATIVE_CHARACTERS_PER_STEP);
    return found;
  };
}

function knuthMorrisPratt(pattern: string): Search {
  const borders = bordersOf(pattern);
  return (text, from, work) => {
    work.spend(text.length - from);
    let matched = 0;
    for (let at = from; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      while (matched > 0 && pattern.charCodeAt(matched) !== unit) matched = borders[matched] ?? 0;
      if (pattern.charCodeAt(matched) === unit) matched++;
      if (matched < pattern.length) continue;
      work.giveBack(text.length - at);
      return at + 1 - matched;
    }
    return -1;
  };
}

/** For each prefix of the pattern, the length of its longest shorter prefix that is also its suffix. */
function bordersOf(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length + 1);
  let border = 0;
  for (let at = 1; at < pattern.length; at++) {
    while (border > 0 && pattern.charCodeAt(border) !== pattern.charCodeAt(at)) border = borders[border] ?? 0;
    if (pattern.charCodeAt(border) === pattern.charCodeAt(at)) border++;
    borders[at + 1] = border;
  }
  return borders;
}
