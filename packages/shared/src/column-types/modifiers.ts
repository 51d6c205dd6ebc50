import type { BuiltIn } from './built-in.ts';

interface Modified {
  sql: string;
  element: string;
  problem?: string;
}

interface Written {
  numbers: number[];
  after: number;
}

const MAX_PRECISION = 1000;
const MAX_SECOND_DIGITS = 6;
const MAX_REAL_BITS = 24;
const MAX_DOUBLE_BITS = 53;

/** A built-in type with its modifiers, as `format_type` prints it, or what is wrong with the modifiers. */
export function modified(type: BuiltIn, given: Written | undefined, written: string): Modified {
  const element = type.name;
  const refused = (problem: string): Modified => ({ sql: element, element, problem });
  if (!given) return { sql: lengthless(element), element };
  const { kind } = type.modifiers;
  const [first = 0, second = 0] = given.numbers;
  const words = written.split(' ').length;
  const position = kind === 'seconds' ? 1 : words;
  const most = kind === 'numeric' ? 2 : 1;
  if (kind === 'none') return refused(`The type "${written}" takes nothing in parentheses.`);
  if (given.numbers.length > most || given.after !== position) {
    return refused(`The parentheses of the type "${written}" do not stand as Postgres has them.`);
  }
  switch (type.modifiers.kind) {
    case 'length':
      if (first < 1 || first > type.modifiers.max)
        return refused(`The length of "${written}" must be between 1 and ${type.modifiers.max}.`);
      return { sql: `${element === 'bpchar' ? 'character' : element}(${first})`, element };
    case 'seconds':
    case 'interval':
      if (first < 0 || first > MAX_SECOND_DIGITS)
        return refused(`The precision of "${written}" must be between 0 and ${MAX_SECOND_DIGITS}.`);
      return { sql: kind === 'interval' ? `${element}(${first})` : afterFirstWord(element, first), element };
    case 'numeric':
      if (first < 1 || first > MAX_PRECISION || Math.abs(second) > MAX_PRECISION)
        return refused(`The digits of "${written}" must be between 1 and ${MAX_PRECISION}.`);
      return { sql: `${element}(${first},${second})`, element };
    case 'float': {
      if (first < 1 || first > MAX_DOUBLE_BITS)
        return refused(`The bits of "${written}" must be between 1 and ${MAX_DOUBLE_BITS}.`);
      const name = first <= MAX_REAL_BITS ? 'real' : element;
      return { sql: name, element: name };
    }
    default:
      return refused(`The type "${written}" takes nothing in parentheses.`);
  }
}

function afterFirstWord(element: string, digits: number): string {
  return element.replace(' ', `(${digits}) `);
}

/** Without modifiers, these types have the length 1. */
function lengthless(element: string): string {
  return element === 'character' || element === 'bit' ? `${element}(1)` : element;
}
