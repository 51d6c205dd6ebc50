/** A JSON number as it was written, for numbers that JavaScript's own would round. JSON.stringify writes it back digit by digit. */
export interface ExactNumber {
  readonly rawJSON: string;
}

// Not yet in TypeScript's library: https://tc39.es/proposal-json-parse-with-source/
declare global {
  interface JSON {
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
  }
}

/** Parses JSON. Numbers that JavaScript would print otherwise, such as 9007199254740993 and 1.10, become exact numbers. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_key, value, context) => {
    if (typeof value !== 'number' || context.source === undefined || String(value) === context.source) {
      return value;
    }
    return JSON.rawJSON(context.source);
  });
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return JSON.isRawJSON(value);
}

/** A number by its digits. The text must be a number of JSON. */
export function exactNumber(digits: string): number | ExactNumber {
  const value = Number(digits);
  return String(value) === digits ? value : JSON.rawJSON(digits);
}
