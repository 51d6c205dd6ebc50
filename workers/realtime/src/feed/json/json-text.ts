import { arrayJson } from './array-json.ts';
import { recordJson } from './record-json.ts';
import {
  booleanJson,
  type JsonText,
  numberJson,
  quotedJson,
  stringJson,
  timestampJson,
  timestamptzJson,
} from './scalar-json.ts';
import type { TypeShape } from './type-shape.ts';

/** How values of a type become JSON. The session must use ISO dates, and UTC for times with a zone. */
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
      return quotedJson;
    case 'text':
      return stringJson;
    case 'array':
      return arrayJson(jsonTextOf(type.element), type.delimiter);
    case 'record':
      return recordJson(type.fields.map(({ name, type: field }) => ({ name, toJson: jsonTextOf(field) })));
  }
}
