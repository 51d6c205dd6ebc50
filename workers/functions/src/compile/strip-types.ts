import { openSwc } from '#swc';
import { codeError } from './code-error.ts';

let transform: ReturnType<typeof openSwc> | undefined;

/** Replaces the types of TypeScript by spaces, so that lines and columns stay. Throws a ValidationError. */
export function stripTypes(file: string, source: string): string {
  transform ??= openSwc();
  try {
    return transform(source, { mode: 'strip-only', module: true, filename: file }).code;
  } catch (error) {
    const { message, startLine, startColumn } = error as Partial<SwcFault>;
    // After a panic, the memory of the module is not to be trusted.
    if (typeof message !== 'string' || typeof startLine !== 'number') throw error;
    throw codeError(file, message, { line: startLine, column: (startColumn ?? 0) + 1 });
  }
}

interface SwcFault {
  message: string;
  startLine: number;
  startColumn: number;
}
