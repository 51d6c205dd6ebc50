import type { Work } from './work.ts';

/** Characters of a pattern between two `%`; undefined stands for `_`. */
export type Segment = (string | undefined)[];

const WORD_BITS = 32;
const CHARACTERS_AT_ONCE = 4096;

/** Where a segment ends that begins at this offset of a text; -1 if it does not match there. */
export function endAt(text: string, segment: Segment, position: number): number {
  let at = position;
  for (const character of segment) {
    const point = text.codePointAt(at);
    if (point === undefined) return -1;
    if (character !== undefined && character.codePointAt(0) !== point) return -1;
    at += lengthOf(point);
  }
  return at;
}

/** Where the last so many characters of a text begin; -1 if it has fewer. */
export function startOfLast(text: string, characters: number): number {
  let at = text.length;
  for (let i = 0; i < characters; i++) {
    if (at === 0) return -1;
    at -= isPairAt(text, at - 2) ? 2 : 1;
  }
  return at;
}

function isPairAt(text: string, at: number): boolean {
  return at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff;
}

/**
 * Where the first match at or after `from` ends; -1 if there is none. Follows all candidates at once, one bit
 * each (Baeza-Yates and Gonnet, shift-and), 32 characters of the segment per step.
 */
export function searchSegment(segment: Segment): (text: string, from: number, work: Work) => number {
  const words = Math.ceil(segment.length / WORD_BITS);
  const masks = masksOf(segment, words);
  const others = maskWhere(segment, words, (character) => character === undefined);
  const lastBit = 1 << ((segment.length - 1) % WORD_BITS);
  return (text, from, work) => {
    const state = new Int32Array(words);
    for (let at = from, paidFor = from; at < text.length; ) {
      if (at >= paidFor) {
        const characters = Math.min(CHARACTERS_AT_ONCE, text.length - at);
        work.spend(characters * words);
        paidFor = at + characters;
      }
      const point = text.codePointAt(at) ?? 0;
      at += lengthOf(point);
      advance(state, masks.get(point) ?? others);
      if (((state[words - 1] ?? 0) & lastBit) === 0) continue;
      work.giveBack((paidFor - at) * words);
      return at;
    }
    return -1;
  };
}

/** Bit `i`: the segment's characters up to `i` are the last ones read. */
function advance(state: Int32Array, mask: Int32Array): void {
  let carried = 1;
  for (let word = 0; word < state.length; word++) {
    const before = state[word] ?? 0;
    state[word] = ((before << 1) | carried) & (mask[word] ?? 0);
    carried = before >>> (WORD_BITS - 1);
  }
}

/** For each character of the segment, its positions in it. */
function masksOf(segment: Segment, words: number): Map<number, Int32Array> {
  const characters = new Set(segment.filter((character) => character !== undefined));
  return new Map(
    [...characters].map((known) => [
      known.codePointAt(0) ?? 0,
      maskWhere(segment, words, (character) => character === undefined || character === known),
    ]),
  );
}

function maskWhere(
  segment: Segment,
  words: number,
  holds: (character: string | undefined) => boolean,
): Int32Array {
  const mask = new Int32Array(words);
  for (const [i, character] of segment.entries()) {
    const word = Math.floor(i / WORD_BITS);
    if (holds(character)) mask[word] = (mask[word] ?? 0) | (1 << (i % WORD_BITS));
  }
  return mask;
}

function lengthOf(point: number): number {
  return point > 0xffff ? 2 : 1;
}
