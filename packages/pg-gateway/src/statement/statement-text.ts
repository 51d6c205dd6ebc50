const leavesState =
  /^(?:listen|unlisten|prepare|deallocate|declare|discard|load|do|call|set\s+session|reset\s+session|alter\s+system)\b/i;
const leavesStateAnywhere = [
  /\b(?:create|into)\s+(?:(?:global|local)\s+)?temp(?:orary)?\b/i,
  /\bpg_(?:temp\b|(?:try_)?advisory_lock)/i,
];
const planned = /^(?:select|insert|update|delete|merge|with|values|table)\b|^\(/i;

/** Where the statement begins, after white space and comments. */
function statementStart(text: string): number {
  let at = 0;
  for (;;) {
    if (/\s/.test(text.charAt(at))) at += 1;
    else if (text.startsWith('--', at)) at = after(text, '\n', at);
    else if (text.startsWith('/*', at)) at = after(text, '*/', at + 2);
    else return at;
  }
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

export interface StatementTraits {
  /** It may leave state in the session that `RESET ALL` does not remove. */
  leavesState: boolean;
  /** It has a plan and can't end a transaction, so it may be run again after an error. */
  repeatable: boolean;
}

/** What the text of a statement reveals. */
export function statementTraits(text: string): StatementTraits {
  const statement = text.slice(statementStart(text));
  return {
    leavesState:
      leavesState.test(statement) || leavesStateAnywhere.some((pattern) => pattern.test(statement)),
    repeatable: planned.test(statement),
  };
}
