import { type CompletionSource, completeFromList, ifNotIn } from '@codemirror/autocomplete';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import type { Extension } from '@codemirror/state';
import { completeKeyword, otherFunctions } from './functions.ts';

/** The tables that the editor completes, with their columns. */
export interface CompletionTable {
  name: string;
  rowCount: number;
  columns: { name: string; type: string }[];
}

const NOT_IN = ['String', 'LineComment', 'BlockComment', 'QuotedIdentifier', '.'];

/** Columns of the tables that the text names, also where no alias or dot tells which. */
function columnsOf(tables: CompletionTable[]): CompletionSource {
  return (context) => {
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    const text = context.state.doc.toString();
    const options = tables
      .filter(({ name }) => text.includes(name))
      .flatMap(({ name, columns }) =>
        columns.map((column) => ({
          label: column.name,
          type: 'property',
          detail: `${column.type} · ${name}`,
          boost: 1,
        })),
      );
    return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ };
  };
}

/** The language with completion of keywords, functions, tables and columns. */
export function sqlLanguage(tables: CompletionTable[]): Extension {
  const schema = Object.fromEntries(
    tables.map((table) => [
      // Dots in a name would be read as a path.
      table.name.replaceAll('.', '\\.'),
      {
        self: { label: table.name, type: 'class', detail: 'table', boost: 2 },
        children: table.columns.map((column) => ({
          label: column.name,
          type: 'property',
          detail: column.type,
          boost: 1,
        })),
      },
    ]),
  );
  const language = sql({ dialect: PostgreSQL, schema, keywordCompletion: completeKeyword });
  const add = (source: CompletionSource) =>
    PostgreSQL.language.data.of({ autocomplete: ifNotIn(NOT_IN, source) });
  return [language, add(completeFromList(otherFunctions)), add(columnsOf(tables))];
}
