/** Converts the text of a value to JSON text, as Postgres' to_json does. */
export type JsonText = (text: string) => string;

/** Anything but printable ASCII that stands for itself in JSON. */
export const NEEDS_ESCAPES = /[^ !#-[\]-~]/;

export function stringJson(text: string): string {
  return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** For text that needs no escapes. */
export function quotedJson(text: string): string {
  return `"${text}"`;
}

/** JSON has no NaN and no infinities: they become strings. */
export function numberJson(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 48 && last <= 57 ? text : `"${text}"`;
}

export function booleanJson(text: string): string {
  return text === 't' ? 'true' : 'false';
}

/** `2026-01-31 10:00:00.5`, `infinity`, `0044-03-15 00:00:00 BC`: the first space becomes a T. */
export function timestampJson(text: string): string {
  return `"${text.replace(' ', 'T')}"`;
}

/** In UTC: `2026-01-31 10:00:00+00`. */
export function timestamptzJson(text: string): string {
  return timestampJson(text.replace('+00', '+00:00'));
}
