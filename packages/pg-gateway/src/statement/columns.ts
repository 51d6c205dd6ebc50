import type { FieldDef } from 'pg';
import { type ArrayElement, parseArrayText } from './array-text.ts';

export type Row = (string | null)[];
type ToJson = (text: string) => string;

const quote: ToJson = (text) => JSON.stringify(text);
const verbatim: ToJson = (text) => text;
const boolean: ToJson = (text) => (text === 't' ? 'true' : 'false');
// NaN and the infinities have no JSON number.
const float: ToJson = (text) => (Number.isFinite(Number(text)) ? text : quote(text));

// Object ids of pg_type.dat. Neon's proxy gives JSON values for these; int8 and numeric stay text.
const scalars = new Map<number, ToJson>([
  [16, boolean],
  [21, verbatim],
  [23, verbatim],
  [700, float],
  [701, float],
  [114, verbatim],
  [3802, verbatim],
]);
const arrays = new Map<number, ToJson>([
  [1000, boolean],
  [1005, verbatim],
  [1007, verbatim],
  [1021, float],
  [1022, float],
  [199, verbatim],
  [3807, verbatim],
]);
const textArrays = [
  1001, 1002, 1003, 1009, 1014, 1015, 1016, 1028, 1040, 1041, 651, 1115, 1182, 1183, 1185, 1187, 1231, 1270,
  2951,
];
for (const oid of textArrays) arrays.set(oid, quote);

function elementJson(element: ArrayElement, toJson: ToJson): string {
  if (element === null) return 'null';
  if (typeof element === 'string') return toJson(element);
  return `[${element.map((inner) => elementJson(inner, toJson)).join(',')}]`;
}

function converter(typeId: number): ToJson {
  const element = arrays.get(typeId);
  if (element) return (text) => elementJson(parseArrayText(text), element);
  return scalars.get(typeId) ?? quote;
}

/** The columns that a statement returns, ready for answers. */
export interface Columns {
  /** The `fields` array of an answer, as JSON. */
  fieldsJson: string;
  fields: readonly FieldDef[];
}

export function describeColumns(fields: readonly FieldDef[]): Columns {
  const described = fields.map((field) => ({
    name: field.name,
    tableID: field.tableID,
    columnID: field.columnID,
    dataTypeID: field.dataTypeID,
    dataTypeSize: field.dataTypeSize,
    dataTypeModifier: field.dataTypeModifier,
    format: 'text',
  }));
  return { fieldsJson: JSON.stringify(described), fields };
}

function arrayRow(row: Row, toJson: readonly ToJson[]): string {
  return `[${row.map((text, index) => (text === null ? 'null' : (toJson[index] ?? quote)(text))).join(',')}]`;
}

function objectRow(row: Row, toJson: readonly ToJson[], fields: readonly FieldDef[]): string {
  const members = new Map<string, string>();
  fields.forEach(({ name }, index) => {
    const text = row[index] ?? null;
    members.set(name, text === null ? 'null' : (toJson[index] ?? quote)(text));
  });
  return `{${[...members].map(([name, json]) => `${quote(name)}:${json}`).join(',')}}`;
}

export interface RowFormat {
  rawText: boolean;
  arrayMode: boolean;
}

/** Rows as a JSON array, in the form that the request's headers choose. */
export function rowsJson(rows: readonly Row[], columns: Columns | undefined, format: RowFormat): string {
  if (format.rawText && format.arrayMode) return JSON.stringify(rows);
  const fields = columns?.fields ?? [];
  const toJson = fields.map(({ dataTypeID }) => (format.rawText ? quote : converter(dataTypeID)));
  const render = format.arrayMode
    ? (row: Row) => arrayRow(row, toJson)
    : (row: Row) => objectRow(row, toJson, fields);
  return `[${rows.map(render).join(',')}]`;
}
