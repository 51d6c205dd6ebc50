import { PostgresQueryCompiler, type RawBuilder } from 'kysely';

/** SQL text with `$1`, `$2` … and their values. */
export interface Compiled {
  text: string;
  parameters: readonly unknown[];
}

const compiler = new PostgresQueryCompiler();
/** Kysely identifies queries by it for plugins, of which there are none here. */
const QUERY_ID = { queryId: '' };

/** The text of a statement and its parameters. The text is the same from call to call, so the gateway keeps it prepared. */
export function compile(statement: RawBuilder<unknown>): Compiled {
  const { sql, parameters } = compiler.compileQuery(statement.toOperationNode(), QUERY_ID);
  return { text: sql, parameters };
}
