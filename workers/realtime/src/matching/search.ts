import type { Work } from './work.ts';

/** Where a pattern stands in a text, at or behind `from`; -1 when it does not. */
export type Search = (text: string, from: number, work: Work) => number;

/** V8 looks at no more of a pattern than this when it skips; what is longer may cost it text times pattern. */
const MAX_NATIVE_LENGTH = 250;
/** The runtime's own search looks at several characters in the time of a step. */
const NATIVE_CHARACTERS_PER_STEP = 4;

/** A search for a literal that takes time in proportion to the text, whatever both are. */
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

/** For each length of a beginning of the pattern, the longest shorter beginning that it also ends with. */
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
