/** The numbers in a text as Postgres' `numeric` stores them, with every digit written out. */
export interface Numbers {
  count: number;
  /** The number of digits of the longest. */
  mostDigits: number;
  /** How many characters the text grows when exponents are written out. */
  gained: number;
}

interface Span {
  end: number;
  digits: number;
}

/**
 * Finds numbers in a text and counts their digits as if they were written without an exponent: `1e5` has 6, and so has `1e-5`.
 * In JSON, numbers inside strings do not count. In Postgres' other syntaxes (arrays, ranges, composites, nested ones), quotes
 * and escapes may be anywhere in a number, `{"1\e5"}`, and are ignored. Digits next to a letter, as in `ab1e5`, are no number.
 * Takes linear time.
 */
export function numbersIn(given: string, { isJson }: { isJson: boolean }): Numbers {
  const text = isJson ? given : given.replace(/["\\]/g, '');
  const numbers: Numbers = { count: 0, mostDigits: 0, gained: 0 };
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (isJson && unit === QUOTE) at = afterString(text, at);
    else if (isLetter(unit)) at = afterWord(text, at);
    else if (isDigit(unit) || (unit === POINT && isDigit(text.charCodeAt(at + 1)))) {
      const { end, digits } = isOtherBase(text, at) ? readOtherBase(text, at) : readDecimal(text, at);
      if (!isLetter(text.charCodeAt(end))) {
        numbers.count += 1;
        numbers.mostDigits = Math.max(numbers.mostDigits, digits);
        numbers.gained += Math.max(0, digits - (end - at));
      }
      at = end;
    } else at++;
  }
  return numbers;
}

function readDecimal(text: string, start: number): Span {
  const whole = endOfDigits(text, start);
  const fraction = text.charCodeAt(whole) === POINT ? endOfDigits(text, whole + 1) : whole;
  const before = whole - start;
  const after = Math.max(0, fraction - whole - 1);
  const { end, exponent } = readExponent(text, fraction);
  return { end, digits: Math.max(1, before + exponent) + Math.max(0, after - exponent) };
}

function readExponent(text: string, at: number): { end: number; exponent: number } {
  if ((text.charCodeAt(at) | LOWER) !== LETTER_E) return { end: at, exponent: 0 };
  const sign = text.charCodeAt(at + 1);
  const start = at + (sign === PLUS || sign === MINUS ? 2 : 1);
  const end = endOfDigits(text, start);
  if (end === start) return { end: at, exponent: 0 };
  // A larger exponent exceeds every limit anyway.
  const size = Math.min(Number(text.slice(start, end).replaceAll('_', '')), Number.MAX_SAFE_INTEGER);
  return { end, exponent: sign === MINUS ? -size : size };
}

/** `0x`, `0o`, `0b` */
function isOtherBase(text: string, at: number): boolean {
  return text.charCodeAt(at) === ZERO && /[xob]/i.test(text.charAt(at + 1));
}

/** A hexadecimal digit, the densest, stands for 1.2 decimal digits. */
function readOtherBase(text: string, start: number): Span {
  let end = start + 2;
  while (/[0-9a-f_]/i.test(text.charAt(end))) end++;
  return { end, digits: Math.ceil((end - start - 2) * 1.21) };
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end)) || (end > start && text.charCodeAt(end) === UNDERSCORE)) end++;
  return end;
}

/** The index after the closing quote of the JSON string that opens at `open`. */
export function afterString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

function afterWord(text: string, start: number): number {
  let end = start + 1;
  while (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++;
  return end;
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= 57;
}

/** Of ASCII, or an underscore. */
function isLetter(unit: number): boolean {
  const lower = unit | LOWER;
  return (lower >= 97 && lower <= 122) || unit === UNDERSCORE;
}

const QUOTE = 34;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const BACKSLASH = 92;
const UNDERSCORE = 95;
const LETTER_E = 101;
/** Makes a letter of ASCII lower case. */
const LOWER = 32;
