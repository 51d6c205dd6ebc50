import { UserError } from '../user-error.ts';

interface Named {
  name: string;
}

/** Works on functions in turn, and prints a line for each. One that fails does not keep the others from it. Gives the exit code. */
export async function forEachFunction<T extends Named>(
  functions: T[],
  work: (fn: T) => Promise<string[]> | string[],
): Promise<number> {
  const width = Math.max(0, ...functions.map(({ name }) => name.length));
  let failures = 0;
  for (const fn of functions) {
    try {
      const [said, ...notes] = await work(fn);
      console.log(`${fn.name.padEnd(width)}  ${said}`);
      for (const note of notes) console.log(`${' '.repeat(width)}  ${note}`);
    } catch (error) {
      failures += 1;
      console.error(`${fn.name.padEnd(width)}  failed: ${reasonOf(error)}`);
    }
  }
  if (failures > 0) console.error(`${failures} of ${functions.length} functions failed.`);
  return failures > 0 ? 1 : 0;
}

/** Throws what is no answer and no fault of the user's. */
function reasonOf(error: unknown): string {
  const isAnswer = error instanceof Error && 'status' in error && error.status !== undefined;
  if (error instanceof UserError || isAnswer) return error.message;
  throw error;
}
