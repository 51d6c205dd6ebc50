const code = (character: string) => character.charCodeAt(0);
const DOUBLE_QUOTE = code('"');
const DOLLAR = code('$');
const QUOTE = code("'");
const STAR = code('*');
const DASH = code('-');
const SLASH = code('/');
const SEMICOLON = code(';');
const BACKSLASH = code('\\');
const [UPPER_E, LOWER_E, UPPER_B, LOWER_B] = ['E', 'e', 'B', 'b'].map(code);

const BEGIN_ATOMIC = /begin\s+atomic\b/iy;
const END_OF_BODY = /\s*end\b/iy;
/** The longest of the two that is looked for. More white space than this is none that pg_dump writes. */
const LOOK_AHEAD = 64;

type Inside =
  | { kind: 'quoted'; end: Buffer }
  /** `E'…'`, in which a backslash takes the next character. */
  | { kind: 'escaped' }
  | { kind: 'comment'; depth: number };

/**
 * Finds where a statement ends: at a semicolon outside of quotes, comments, dollar quotes and the bodies of SQL functions
 * (`BEGIN ATOMIC … END`). It goes on where it stopped when there are more bytes.
 */
export class StatementScanner {
  #at = 0;
  #inside: Inside | undefined;
  #isInBody = false;

  /** The position of the semicolon. Undefined if the statement goes on after these bytes. */
  findEnd(bytes: Buffer, isLast: boolean): number | undefined {
    // What is looked for may be cut by the end of the bytes.
    const until = isLast ? bytes.byteLength : bytes.byteLength - LOOK_AHEAD;
    while (this.#at < until) {
      if (this.#inside) {
        if (!this.#leave(bytes, this.#inside)) return undefined;
      } else if (bytes[this.#at] !== SEMICOLON) {
        this.#enter(bytes);
      } else if (this.#isInBody) {
        this.#at += 1;
        this.#isInBody = !this.#isAtEndOfBody(bytes);
      } else {
        const end = this.#at;
        this.#at = 0;
        return end;
      }
    }
    return undefined;
  }

  /** Takes one character, and what begins with it. */
  #enter(bytes: Buffer): void {
    const at = this.#at;
    const [character, next] = [bytes[at], bytes[at + 1]];
    this.#at += 1;
    if (character === QUOTE) {
      this.#inside = isEscapeString(bytes, at)
        ? { kind: 'escaped' }
        : { kind: 'quoted', end: Buffer.of(QUOTE) };
    } else if (character === DOUBLE_QUOTE) {
      this.#inside = { kind: 'quoted', end: Buffer.of(DOUBLE_QUOTE) };
    } else if (character === DASH && next === DASH) {
      this.#inside = { kind: 'quoted', end: Buffer.from('\n') };
    } else if (character === SLASH && next === STAR) {
      this.#inside = { kind: 'comment', depth: 1 };
      this.#at += 1;
    } else if (character === DOLLAR && !isOfWord(bytes[at - 1])) {
      this.#enterDollarQuote(bytes, at);
    } else if ((character === UPPER_B || character === LOWER_B) && !isOfWord(bytes[at - 1])) {
      const body = matchAt(BEGIN_ATOMIC, bytes, at);
      if (body) {
        this.#at = at + body;
        this.#isInBody = !this.#isAtEndOfBody(bytes);
      }
    }
  }

  #enterDollarQuote(bytes: Buffer, at: number): void {
    let end = at + 1;
    while (isOfTag(bytes[end])) end += 1;
    if (bytes[end] !== DOLLAR) return;
    this.#at = end + 1;
    this.#inside = { kind: 'quoted', end: Buffer.from(bytes.subarray(at, end + 1)) };
  }

  /** Goes to the end of what is open. Returns whether it was found. */
  #leave(bytes: Buffer, inside: Inside): boolean {
    if (inside.kind === 'quoted') {
      const end = bytes.indexOf(inside.end, this.#at);
      // The end may be cut in two.
      this.#at =
        end < 0
          ? Math.max(this.#at, bytes.byteLength - inside.end.byteLength + 1)
          : end + inside.end.byteLength;
      if (end >= 0) this.#inside = undefined;
      return end >= 0;
    }
    const [character, next] = [bytes[this.#at], bytes[this.#at + 1]];
    this.#at += 1;
    if (inside.kind === 'escaped') {
      if (character === BACKSLASH) this.#at += 1;
      else if (character === QUOTE) this.#inside = undefined;
      return true;
    }
    const step = character === SLASH && next === STAR ? 1 : character === STAR && next === SLASH ? -1 : 0;
    if (step !== 0) this.#at += 1;
    inside.depth += step;
    if (inside.depth === 0) this.#inside = undefined;
    return true;
  }

  #isAtEndOfBody(bytes: Buffer): boolean {
    const length = matchAt(END_OF_BODY, bytes, this.#at);
    this.#at += length;
    return length > 0;
  }
}

/** The length of a match at a position, 0 if there is none. */
function matchAt(pattern: RegExp, bytes: Buffer, at: number): number {
  pattern.lastIndex = 0;
  return pattern.exec(bytes.toString('latin1', at, at + LOOK_AHEAD))?.[0].length ?? 0;
}

function isEscapeString(bytes: Buffer, quoteAt: number): boolean {
  const before = bytes[quoteAt - 1];
  return (before === UPPER_E || before === LOWER_E) && !isOfWord(bytes[quoteAt - 2]);
}

const isOfTag = (byte: number | undefined) =>
  byte !== undefined && (byte >= 0x80 || /\w/.test(String.fromCharCode(byte)));
const isOfWord = (byte: number | undefined) => byte === DOLLAR || isOfTag(byte);
