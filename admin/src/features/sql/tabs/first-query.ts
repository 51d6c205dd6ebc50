import { quotedName } from '../../../ui/format/sql-name.ts';

/** Names that are none of these words need no quotes; quoting more than needed does no harm. */
const RESERVED =
  /^(?:all|and|any|array|as|asc|both|case|cast|check|column|create|current_\w+|default|desc|distinct|do|else|end|except|false|fetch|for|from|grant|group|having|in|initially|into|leading|limit|localtime|not|null|offset|on|only|or|order|placing|primary|references|returning|select|session_user|some|table|then|to|trailing|true|union|unique|user|using|variadic|when|where|window|with)$/;

/** A name as it stands in SQL. */
function quoteName(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.test(name);
  return plain ? name : quotedName(name);
}

/** The text of a first tab: the rows of the largest table, or a question that needs none. */
export function firstQuery(tables: { name: string; row_count: number }[]): string {
  const [largest] = tables.toSorted((a, b) => b.row_count - a.row_count);
  if (!largest) return 'select now(), current_user, version();\n';
  return `select *\nfrom ${quoteName(largest.name)}\nlimit 100;\n`;
}
