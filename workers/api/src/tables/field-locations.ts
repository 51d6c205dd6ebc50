import type { PgError } from '@selfdb/server/db/errors/pg-error';
import { parseColumnType } from '@selfdb/shared/column-types/parse-type';
import type { AddColumn, ColumnDefinition, UpdateColumn } from '@selfdb/shared/tables/column';
import { beforeDefault } from './statement/ddl.ts';

type Field = 'name' | 'type' | 'nullable' | 'default';

/** A column of a request, with the location of each field that was sent. */
export interface SentColumn {
  column: string;
  locations: Partial<Record<Field, string[]>>;
  /** Its new type, as Postgres prints it. */
  type?: string | undefined;
  /** The SQL before its default in `create table`. */
  beforeDefault?: string;
}

export function locationsOfNew(columns: Map<string, ColumnDefinition>): SentColumn[] {
  return [...columns].map(([column, definition]) => {
    const at = ['body', 'table_schema', column];
    return {
      column,
      type: parseColumnType(definition.type).sql,
      beforeDefault: beforeDefault(column, definition),
      locations: {
        name: at,
        type: [...at, 'type'],
        ...(definition.nullable === undefined ? {} : { nullable: [...at, 'nullable'] }),
        ...(definition.default === undefined ? {} : { default: [...at, 'default'] }),
      },
    };
  });
}

export function locationsOfAdded(added: AddColumn): SentColumn[] {
  const { name: column, type, nullable, default: byDefault, default_field } = added;
  const locations = { name: ['body', 'name'], type: ['body', 'type'] };
  return [
    {
      column,
      type: parseColumnType(type).sql,
      locations: { ...locations, ...rest(nullable, byDefault, default_field) },
    },
  ];
}

export function locationsOfChanged(column: string, change: UpdateColumn): SentColumn[] {
  const { new_name, type, nullable, default_value, default_field } = change;
  const locations: SentColumn['locations'] = rest(nullable, default_value, default_field);
  if (new_name !== undefined) locations.name = ['body', 'new_name'];
  if (type !== undefined) locations.type = ['body', 'type'];
  return [{ column, type: type && parseColumnType(type).sql, locations }];
}

function rest(nullable: unknown, byDefault: unknown, field: string): SentColumn['locations'] {
  return {
    ...(nullable === undefined ? {} : { nullable: ['body', 'nullable'] }),
    ...(byDefault === undefined ? {} : { default: ['body', field] }),
  };
}

/** The fields that a message of Postgres may be about, the most likely first. */
const FIELDS: [RegExp, Field[]][] = [
  [/conflicts with a system column|rename/, ['name']],
  [/primary key|NOT NULL/, ['nullable', 'type']],
  [/default operator class|foreign key|partition key|identity column type/, ['type']],
  [/default/, ['default']],
  [/(?:identity|generated) column$/, ['default', 'nullable', 'type']],
  [/inherited column/, ['type', 'name']],
];

/** The location in the request of what Postgres refused; `body` alone if unknown. */
export function locationOf(pg: PgError, sent: SentColumn[], statement: string | undefined): string[] {
  const one = isOfValue(pg) ? ofDefault(pg, sent, statement) : ofMessage(pg, sent);
  if (!one) return ['body'];
  const given = Object.values(one.locations);
  const [only] = given;
  if (given.length === 1 && only) return only;
  const fields = isOfValue(pg)
    ? (['default'] as const)
    : FIELDS.find(([about]) => about.test(pg.message))?.[1];
  const field = fields?.find((name) => one.locations[name]);
  return (field && one.locations[field]) ?? ['body'];
}

/** The only values that Postgres evaluates in a definition are defaults. */
function isOfValue({ code, message }: PgError): boolean {
  return (
    (code.startsWith('22') && !message.startsWith('identity column type')) ||
    message.startsWith('value for domain')
  );
}

/** Postgres reports the position of a default in the statement, but names no column. */
function ofDefault({ position }: PgError, sent: SentColumn[], statement = ''): SentColumn | undefined {
  const withDefault = sent.filter(({ locations }) => locations.default);
  if (withDefault.length < 2) return withDefault[0];
  const before = [...statement].slice(0, Number(position ?? 1) - 1).join('');
  const found = withDefault.filter(({ beforeDefault }) => before.endsWith(`${beforeDefault} default `));
  return found.sort((a, b) => b.column.length - a.column.length)[0];
}

const NO_OPERATORS = /^data type (.{1,200}) has no default operator class/;

function ofMessage({ message, detail = '' }: PgError, sent: SentColumn[]): SentColumn | undefined {
  if (sent.length < 2) return sent[0];
  const names = new Set(`${message} ${detail}`.split('"').filter((_part, i) => i % 2 === 1));
  const type = NO_OPERATORS.exec(message)?.[1];
  const found = sent.filter((one) => (type === undefined ? names.has(one.column) : one.type === type));
  return found.length === 1 ? found[0] : undefined;
}
