import { createInterface } from 'node:readline/promises';
import { UserError } from './user-error.ts';

/** Asks a yes-or-no question. Throws a UserError if there is no terminal. */
export async function ask(question: string): Promise<boolean> {
  requireTerminal();
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** Throws a UserError if nobody can be asked, for questions that come after long work. */
export function requireTerminal(): void {
  if (!process.stdin.isTTY)
    throw new UserError('There is no terminal to ask you on. Pass --yes to continue.');
}
