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

/** Asks for the tables whose name contains a word. */
export type FindTables = (word: string) => Promise<CompletionTable[]>;

const MIN_CHARACTERS = 2;
const TABLE_EXPECTED = /\b(?:from|join|into|update|table)\s+\w+/i;
const NAMED_TABLE = /\b(?:from|join|into|update)\s+(\w+)/gi;

/** Tables that are not among those known from the start, and their columns, as the server finds them. */
function foundTables(known: CompletionTable[], find: FindTables): CompletionSource {
  const names = new Set(known.map(({ name }) => name));
  const found = new Map<string, CompletionTable>();
  const asked = new Set<string>();
  async function ask(words: string[]): Promise<void> {
    const fresh = words.filter((word) => word.length >= MIN_CHARACTERS && !asked.has(word));
    for (const word of fresh) asked.add(word);
    const answers = await Promise.all(fresh.map((word) => find(word).catch(() => [])));
    for (const table of answers.flat()) if (!names.has(table.name)) found.set(table.name, table);
  }
  return async (context) => {
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    const text = context.state.doc.toString();
    const named = [...text.matchAll(NAMED_TABLE)]
      .map(([, name = '']) => name)
      .filter((name) => !names.has(name));
    const begun = context.matchBefore(TABLE_EXPECTED) && word ? [word.text] : [];
    await ask([...begun, ...named.filter((name) => name !== word?.text)]);
    if (context.aborted) return null;
    const tables = [...found.values()];
    const options = tables.map(({ name }) => ({ label: name, type: 'class', detail: 'table', boost: 2 }));
    const columns = columnsOf(tables)(context);
    const ofTables = columns && 'options' in columns ? columns.options : [];
    // Without `validFor`, each further letter asks again.
    return { from: word?.from ?? context.pos, options: [...options, ...ofTables] };
  };
}

/** The language with completion of keywords, functions, tables and columns. */
export function sqlLanguage(tables: CompletionTable[], find?: FindTables): Extension {
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
  const sources = [
    completeFromList(otherFunctions),
    columnsOf(tables),
    ...(find ? [foundTables(tables, find)] : []),
  ];
  return [language, ...sources.map(add)];
}
