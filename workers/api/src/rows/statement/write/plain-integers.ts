import { afterString } from '@selfdb/server/growth/numbers';
import { plainInteger } from '@selfdb/server/json/whole-number';

/**
 * The JSON text of a row or an array of rows, with whole numbers written as digits (`5.0` becomes `5`) in integer columns.
 * Everything else stays exactly as it was written. The text must be JSON.
 */
export function writePlainIntegers(text: string, isOfIntegers: (column: string) => boolean): string {
  if (!/\d[.eE]/.test(text)) return text;
  const rowDepth = text.trimStart().startsWith('[') ? 2 : 1;
  let [written, copied, depth, isName, isInteger] = ['', 0, 0, false, false];
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      const end = afterString(text, at);
      if (isName) isInteger = isOfIntegers(JSON.parse(text.slice(at, end)));
      isName = false;
      at = end;
    } else if (isInteger && (unit === MINUS || isDigit(unit))) {
      const end = endOfNumber(text, at);
      written += text.slice(copied, at) + plainInteger(text.slice(at, end));
      copied = end;
      at = end;
    } else {
      if (unit === OPEN_BRACE || unit === OPEN_BRACKET) depth += 1;
      else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth -= 1;
      // A name follows the start of a row, and each comma in it.
      if (unit === OPEN_BRACE || unit === COMMA) isName ||= depth === rowDepth;
      at += 1;
    }
  }
  return written + text.slice(copied);
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && IN_NUMBERS.has(text.charAt(end))) end += 1;
  return end;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

const IN_NUMBERS = new Set('0123456789.eE+-');
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
