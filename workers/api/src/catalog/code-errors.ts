import type { PgError } from '@selfdb/server/db/errors/pg-error';
import { functionOf } from '@selfdb/server/db/errors/pg-origin';
import { errorOfState } from '@selfdb/server/db/errors/raised-error';
import { type AppError, type Issue, ValidationError } from '@selfdb/shared/errors';

/** States that mean the same wherever they occur: the statement is not at fault. */
const ANYWHERE = /^(?:08|40|53|57|58|XX)|^55P03/;

/**
 * The error for a refusal inside a trigger, another function or a foreign key's action. It names nothing of the request,
 * because the value may be another user's. For a constraint it names the table; otherwise it uses Postgres' words.
 */
export function errorOfCode(error: AppError, pg: PgError): AppError {
  if (ANYWHERE.test(pg.code)) return error;
  if (pg.code.startsWith('23') && pg.table !== undefined) {
    return errorOfState(pg, ofBody(brokenConstraint(pg, pg.table), 'constraint'));
  }
  const name = functionOf(pg);
  const subject =
    name === undefined ? 'Postgres refused this' : `The function ${name} of the database failed`;
  return errorOfState(pg, ofBody(`${subject}: ${wordsOf(pg)}.`, 'database'));
}

/** The error, in Postgres' words, for a statement that the table's own definition makes Postgres refuse. */
export function errorOfTable(pg: PgError): AppError {
  if (pg.code === '0A000' && /\brules?\b|RETURNING on relation/i.test(pg.message)) {
    const msg = `A rule of the table rewrites this change, which the API does not support: ${pg.message}. Use a trigger instead.`;
    return new ValidationError([ofBody(msg, 'rule')], { cause: pg });
  }
  return errorOfState(pg, ofBody(`Postgres refused this: ${wordsOf(pg)}.`, 'database'));
}

function ofBody(msg: string, type: string): Issue {
  return { loc: ['body'], msg, type };
}

function brokenConstraint({ code, column, constraint }: PgError, table: string): string {
  const of = `of the table "${table}"`;
  switch (code) {
    case '23505':
      return `The change would create a duplicate, which the constraint "${constraint}" ${of} forbids.`;
    case '23502':
      return column === undefined
        ? `A value ${of} must not be null.`
        : `The column "${column}" ${of} must not be null.`;
    case '23514':
      return constraint === undefined
        ? `No partition ${of} takes such a row.`
        : `The check "${constraint}" ${of} does not hold.`;
    default:
      return `The change does not fit the constraint "${constraint}" ${of}.`;
  }
}

/** Messages of these states quote only names and sizes; other messages may quote values or SQL. */
const QUOTES_NAMES_ONLY = /^(?:23|42(?!601)|0A|2F|38|39|54|55|P0)/;

/** Postgres' message without anything that may be a value, for use in a sentence. */
export function wordsOf({ code, message }: PgError): string {
  const hasNames = QUOTES_NAMES_ONLY.test(code) || (code === '42601' && message.startsWith('column "'));
  const words = (hasNames ? message : withoutQuoted(message)).trim();
  return words.endsWith('.') ? words.slice(0, -1) : words;
}

/** `invalid input syntax for type integer: "x"` without the value: everything from the first quote to the last. */
function withoutQuoted(message: string): string {
  const first = message.indexOf('"');
  if (first < 0) return message;
  const before = message.slice(0, first).trimEnd();
  const after = message.slice(message.lastIndexOf('"') + 1);
  return before.endsWith(':') ? `${before.slice(0, -1)}${after}` : `${before} …${after}`.trim();
}
