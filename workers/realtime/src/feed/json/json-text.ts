import { arrayJson } from './array-json.ts';
import { recordJson } from './record-json.ts';
import type { TypeShape } from './type-shape.ts';

/** Converts the text of a value to JSON text, as Postgres' to_json does. */
export type JsonText = (text: string) => string;

/** Anything but printable ASCII that stands for itself in JSON. */
const SPECIAL = /[^ !#-[\]-~]/;

export function stringJson(text: string): string {
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
}

const quoted: JsonText = (text) => `"${text}"`;

/** JSON has no NaN and no infinities. */
const numberJson: JsonText = (text) => {
  const last = text.charCodeAt(text.length - 1);
  return last >= 48 && last <= 57 ? text : `"${text}"`;
};

const booleanJson: JsonText = (text) => (text === 't' ? 'true' : 'false');

/** `2026-01-31 10:00:00.5`, `infinity`, `0044-03-15 00:00:00 BC`: the first space of a time is a T. */
const timestampJson: JsonText = (text) => `"${text.replace(' ', 'T')}"`;

/** In UTC: `2026-01-31 10:00:00+00`. */
const timestamptzJson: JsonText = (text) => timestampJson(text.replace('+00', '+00:00'));

/** The session must use ISO dates, and UTC for times with a zone. */
export function jsonTextOf(type: TypeShape): JsonText {
  switch (type.kind) {
    case 'number':
      return numberJson;
    case 'boolean':
      return booleanJson;
    case 'timestamp':
      return timestampJson;
    case 'timestamptz':
      return timestamptzJson;
    case 'json':
      return (text) => text;
    case 'plain':
      return quoted;
    case 'text':
      return stringJson;
    case 'array':
      return arrayJson(jsonTextOf(type.element), type.delimiter);
    case 'record':
      return recordJson(type.fields.map(({ name, type: field }) => ({ name, toJson: jsonTextOf(field) })));
  }
}
