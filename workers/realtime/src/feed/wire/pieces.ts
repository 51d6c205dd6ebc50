/** What a Hub sends after it has taken a batch. */
export const TAKEN = 'taken';

/** A WebSocket message of the runtime can have one megabyte, and a character up to three bytes. */
const MAX_CHARACTERS = 256 * 1024;
const MORE = '+';
const LAST = '.';

/** Splits a text into WebSocket messages. `Assembly` joins them again. */
export function* inPieces(text: string): Generator<string> {
  let at = 0;
  while (text.length - at > MAX_CHARACTERS) {
    const end = at + MAX_CHARACTERS;
    // Does not split a surrogate pair.
    const cut = isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    yield MORE + text.slice(at, cut);
    at = cut;
  }
  yield LAST + text.slice(at);
}

/** Joins texts from their pieces. */
export class Assembly {
  #pieces: string[] = [];

  /** The text, if this was its last piece. */
  add(piece: string): string | undefined {
    this.#pieces.push(piece.slice(1));
    if (piece[0] !== LAST) return undefined;
    const text = this.#pieces.join('');
    this.#pieces = [];
    return text;
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
