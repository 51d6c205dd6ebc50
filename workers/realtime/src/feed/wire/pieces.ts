/** What a Hub says of a batch that it has taken. */
export const TAKEN = 'taken';

/** A WebSocket of the runtime takes messages of a megabyte, and a character can have three bytes. */
const MAX_CHARACTERS = 256 * 1024;
const MORE = '+';
const LAST = '.';

/** A text as messages for a WebSocket, which `Assembly` puts together again. */
export function* inPieces(text: string): Generator<string> {
  let at = 0;
  while (text.length - at > MAX_CHARACTERS) {
    const end = at + MAX_CHARACTERS;
    // The two halves of a character stay together.
    const cut = isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    yield MORE + text.slice(at, cut);
    at = cut;
  }
  yield LAST + text.slice(at);
}

/** Puts texts together out of their pieces. */
export class Assembly {
  #pieces: string[] = [];

  /** The text, when this was its last piece. */
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
