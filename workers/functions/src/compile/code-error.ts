import { invalid } from '@selfdb/shared/errors';

export interface CodePosition {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** A ValidationError about code: `index.ts:3:14: Expression expected`. */
export function codeError(file: string, message: string, { line, column }: CodePosition): Error {
  return invalid(['body', 'code', file, line, column], `${file}:${line}:${column}: ${message}`, 'code_error');
}
