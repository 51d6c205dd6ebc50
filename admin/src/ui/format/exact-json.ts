/** A number of JSON that a double would round; `JSON.stringify` writes it as it was. */
interface RawJson {
  rawJSON: string;
}

/** The part of JSON that TypeScript's library does not know yet: https://tc39.es/proposal-json-parse-with-source */
interface JsonWithSource {
  rawJSON?: (text: string) => RawJson;
  parse: (
    text: string,
    reviver: (key: string, value: unknown, context?: { source?: string }) => unknown,
  ) => unknown;
}

const json: JsonWithSource = JSON;

/**
 * Parses JSON so that no digit is lost: a number that JavaScript would print otherwise (`9007199254740993`, `1.00`) becomes an
 * object which `JSON.stringify` prints with all its digits. Other numbers stay numbers. Browsers older than 2025 round.
 */
export function parseExactJson(text: string): unknown {
  return json.parse(text, (_, value, context) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || source === String(value)) return value;
    return json.rawJSON?.(source) ?? value;
  });
}
