import { SelfDBError } from '@selfdb/sdk';

/** An error of the compiler and where it is. */
export interface CodeError {
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
}

/** The place in the code that an answer of the API points at. Undefined for any other error. */
export function codeErrorOf(error: unknown): CodeError | undefined {
  if (!(error instanceof SelfDBError) || !Array.isArray(error.detail)) return undefined;
  const [issue] = error.detail;
  const { loc, msg } = typeof issue === 'object' && issue !== null ? issue : {};
  if (!Array.isArray(loc) || typeof msg !== 'string') return undefined;
  const [, part, file, line, column] = loc;
  if (part !== 'code' || typeof file !== 'string' || !isPosition(line) || !isPosition(column))
    return undefined;
  // The message begins with the place, for those who see nothing else of it.
  const place = `${file}:${line}:${column}: `;
  return { file, line, column, message: msg.startsWith(place) ? msg.slice(place.length) : msg };
}

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && value >= 1;
}
