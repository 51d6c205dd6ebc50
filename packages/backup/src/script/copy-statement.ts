import { ScriptError, startOf } from './script-event.ts';

const NAME = '(?:"[^"]*(?:""[^"]*)*"|[A-Za-z_][A-Za-z0-9_$]*)';
const COLUMNS = `[(]${NAME}(?:, ${NAME})*[)]`;
const COPY = new RegExp(
  String.raw`^COPY (?<name>${NAME}(?:\.${NAME})?) ?(?<columns>${COLUMNS})? FROM stdin$`,
);

/** The table and the columns of a COPY. Throws a ScriptError unless the statement is nothing but that. */
export function parseCopy(sql: string): { name: string; columns: string } {
  const { name, columns = '' } = COPY.exec(sql)?.groups ?? {};
  if (name === undefined)
    throw new ScriptError(`The script contains a COPY that no backup contains: ${startOf(sql)}`);
  return { name, columns };
}
